//! The server of the built site, for readers on this machine and for tests.

use crate::{Result, build, dist, tools};
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use std::env;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

/// How a server may differ from the plain one.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Headers that are added to every response, such as a content security policy.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The MIME type of wasm files, if it is not `application/wasm`.
    pub wasm_type: Option<HeaderValue>,
    /// Whether files are sent with gzip, as most hosts send them.
    pub compressed: bool,
}

fn router(folder: &Path, options: Options) -> Router {
    let Options {
        headers: added,
        wasm_type,
        compressed,
    } = options;
    let adapt = move |mut response: Response| {
        let headers = response.headers_mut();
        // A file keeps its name when it is built again, so a browser must not reuse the old one.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let wasm = headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "application/wasm");
        if let Some(wrong) = wasm_type.as_ref().filter(|_| wasm) {
            headers.insert(header::CONTENT_TYPE, wrong.clone());
        }
        headers.extend(added.iter().cloned());
        std::future::ready(response)
    };
    let files = Router::new().fallback_service(ServeDir::new(folder));
    let files = match compressed {
        true => files.layer(CompressionLayer::new()),
        false => files,
    };
    files.layer(map_response(adapt))
}

/// Serves a folder on a free port of the loopback interface until the runtime ends.
pub async fn spawn(folder: &Path, options: Options) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let router = router(folder, options);
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(address)
}

/// `cargo xtask serve`.
pub fn run(port: u16, open: bool) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    // Fails before the build, which takes minutes the first time.
    let listener = runtime
        .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))
        .map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                format!("port {port} is taken: choose another with --port")
            }
            ErrorKind::PermissionDenied => {
                format!("port {port} is not for everyone: choose one above 1023 with --port")
            }
            _ => format!("port {port} can't be listened on ({error}): choose another with --port"),
        })?;
    build::run(&tools::shell()?)?;
    let address = format!("http://{}/", listener.local_addr()?);
    println!("{address} (stop with Ctrl-C)");
    if open && has_display() {
        open_in_browser(&address);
    }
    let router = router(&dist(), Options::default());
    runtime.block_on(async { axum::serve(listener, router).await })?;
    Ok(())
}

fn has_display() -> bool {
    let unix_desktop = ["DISPLAY", "WAYLAND_DISPLAY"];
    cfg!(not(target_os = "linux")) || unix_desktop.iter().any(|name| env::var_os(name).is_some())
}

fn open_in_browser(address: &str) {
    let program = match env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let opened = Command::new(program)
        .arg(address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if opened.is_err() {
        eprintln!("{program} can't be started: open the address yourself");
    }
}
