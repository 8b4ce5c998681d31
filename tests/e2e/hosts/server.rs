//! A server of another program.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use xtask::Result;

/// A program that serves on this machine, until it is dropped.
pub struct Server {
    program: Child,
    /// Where it listens.
    pub address: String,
}

impl Server {
    /// Starts it, and waits until it says at which port it listens.
    pub fn start(command: &mut Command) -> Result<Self> {
        let mut program = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (tell, lines) = mpsc::channel();
        let outputs: [Box<dyn Read + Send>; 2] = [
            Box::new(program.stdout.take().expect("it is piped")),
            Box::new(program.stderr.take().expect("it is piped")),
        ];
        for output in outputs {
            let tell = tell.clone();
            // They are read to their ends: a program that can't write would stop.
            thread::spawn(move || {
                for line in BufReader::new(output)
                    .lines()
                    .map_while(std::io::Result::ok)
                {
                    tell.send(line).ok();
                }
            });
        }
        drop(tell);
        let mut said = vec![];
        let port = lines.iter().find_map(|line: String| {
            let port = port(&line);
            said.push(line);
            port
        });
        // Whatever happens now, it is ended with this.
        let mut server = Self {
            program,
            address: String::new(),
        };
        let port =
            port.ok_or_else(|| format!("it ended before it listened: {}", said.join("\n")))?;
        server.address = format!("http://127.0.0.1:{port}");
        Ok(server)
    }
}

/// The port in a line that names an address of this machine.
fn port(line: &str) -> Option<u16> {
    let hosts = ["http://127.0.0.1:", "http://localhost:"];
    let (_, rest) = hosts.iter().find_map(|host| line.split_once(host))?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

impl Drop for Server {
    fn drop(&mut self) {
        self.program.kill().ok();
        self.program.wait().ok();
    }
}
