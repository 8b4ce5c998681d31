//! What is taken from the workbench: pictures and tables for a report, code and links by the clipboard.

use super::run;
use crate::harness::visit;
use serde_json::json;

/// Opens a figure's dialog and presses its buttons; what would be saved is kept instead.
const SAVED: &str = "
    const figure = await until('a figure', () => document.querySelector('ghm-figure[data-draws]'));
    const saved = [];
    HTMLAnchorElement.prototype.click = function () { saved.push([this.download, fetch(this.href).then((it) => it.blob())]); };
    figure.shadowRoot.querySelector('button.more').click();
    (await until('the menu', () => figure.shadowRoot.querySelector('[data-tool=SavePicture]'))).click();
    const dialog = await until('the dialog', () => figure.shadowRoot.querySelector('dialog'));
    const press = async (text) => {
        const before = saved.length;
        [...dialog.querySelectorAll('button')].find((it) => it.textContent === text).click();
        await until(text, () => saved.length > before);
        return [saved.at(-1)[0], await saved.at(-1)[1]];
    };
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_is_saved_for_a_report_with_all_that_explains_it() {
    visit(async |visit| {
        visit.open("workbench.html?bins=17").await?;
        let found = visit
            .ask(&format!(
                "{SAVED}
                const sizes = [];
                for (const scale of [1, 2, 3]) {{
                    const [name, blob] = await press(`PNG ${{scale}}×`);
                    const image = await createImageBitmap(blob);
                    const canvas = new OffscreenCanvas(image.width, image.height);
                    const context = canvas.getContext('2d');
                    context.drawImage(image, 0, 0);
                    const pixels = context.getImageData(0, 0, image.width, image.height).data;
                    let opaque = true, dark = 0;
                    for (let i = 0; i < pixels.length; i += 4) {{
                        opaque &&= pixels[i + 3] === 255;
                        dark += pixels[i] < 100;
                    }}
                    sizes.push([name, image.width, image.height, opaque, dark > 500 * scale]);
                }}
                const [name, blob] = await press('SVG');
                const svg = await blob.text();
                const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
                const said = [...parsed.documentElement.children].filter((it) => it.localName === 'text').map((it) => it.textContent).join('|');
                return [sizes, name, parsed.querySelector('parsererror') === null, said, figure.figure, parsed.documentElement.getAttribute('height')];"
            ))
            .await?;
        let sizes = found[0].as_array().unwrap();
        let high: u64 = found[5].as_str().unwrap().parse()?;
        for (i, size) in sizes.iter().enumerate() {
            let scale = i as u64 + 1;
            let expected = json!([
                format!("ghm-distribution@{scale}x.png"),
                808 * scale,
                high * scale,
                true,
                true
            ]);
            assert_eq!(size, &expected);
        }
        assert_eq!(
            (&found[1], &found[2]),
            (&json!("ghm-distribution.svg"), &json!(true))
        );
        let said = found[3].as_str().unwrap();
        for part in [
            "Distribution of gradient norms",
            "bins M: 17",
            "Source: GHM workbench",
            "bins=17",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_table_has_no_cell_that_is_no_number() {
    visit(async |visit| {
        visit.open("workbench.html").await?;
        let found = run(
            visit,
            "await give(new File(['logit,target\\n-3,0\\n1.5,1\\n'], 'two.csv'));
            const all = [...document.querySelectorAll('ghm-figure')].map((it) => it.name);
            return all.map((name) => [name, /nan|inf/i.test(engine.csv(name))]).filter(([, bad]) => bad);",
        )
        .await?;
        assert_eq!(found, json!([]));
        visit.check().await
    });
}

/// What is copied, and what is said where the browser refuses: a picture, code, and the page's link.
const COPIES: &str = "
    const figure = await until('a figure', () => document.querySelector('ghm-figure[data-draws]'));
    (await tool(figure, 'SavePicture')).click();
    const dialog = await until('the dialog', () => figure.shadowRoot.querySelector('dialog[open]'));
    const picture = async () => {
        const said = dialog.querySelector('.said');
        said.textContent = '';
        [...dialog.querySelectorAll('button')].find((it) => it.textContent === 'Copy as PNG').click();
        return until('an answer', () => said.textContent);
    };
    const code = async () => {
        const box = host.querySelector('details.code');
        box.open = true;
        await until('code', () => box.querySelector('textarea').value);
        box.querySelector('.copy').click();
        return until('an answer', () => box.querySelector('.said').textContent);
    };
    const link = document.querySelector('button.link');
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_picture_code_and_the_link_are_copied() {
    visit(async |visit| {
        visit.open("workbench.html?bins=17").await?;
        let permissions = json!({
            "origin": visit.url("").trim_end_matches('/'),
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
        });
        visit
            .browser
            .cdp("Browser.grantPermissions", permissions)
            .await?;
        let found = run(
            visit,
            &format!(
                "await findings();
                {COPIES}
                const told = [await picture()];
                const [item] = await navigator.clipboard.read();
                const image = await createImageBitmap(await item.getType('image/png'));
                const high = Number(/height=\"(\\d+)\"/.exec(figure.session.engine.svg(figure.figure, 760, engine.height(figure.figure, 760), false))[1]);
                dialog.close();
                told.push(await code());
                const copied = await navigator.clipboard.readText();
                link.click();
                await until('the link', () => link.textContent === link.dataset.done);
                return [told, item.types, image.width, image.height > 2 * high, copied === host.querySelector('textarea').value,
                    copied.includes('bins=17'), (await navigator.clipboard.readText()).replace(location.origin, '')];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                ["Copied.", "Copied."],
                ["image/png"],
                1616,
                true,
                true,
                true,
                "/workbench.html?bins=17&v=1"
            ])
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_the_clipboard_is_refused_it_is_said() {
    visit(async |visit| {
        visit.open("workbench.html?bins=17").await?;
        for name in ["clipboard-write", "clipboard-read"] {
            let denied = json!({
                "origin": visit.url("").trim_end_matches('/'),
                "permission": { "name": name },
                "setting": "denied",
            });
            visit.browser.cdp("Browser.setPermission", denied).await?;
        }
        let found = run(
            visit,
            &format!(
                "await findings();
                {COPIES}
                const told = [await picture()];
                dialog.close();
                told.push(await code(), getSelection().toString() === host.querySelector('textarea').value
                    || host.querySelector('textarea').selectionEnd > 100);
                link.click();
                await until('the link', () => document.querySelector('.notes').textContent);
                return [...told, document.querySelector('.notes').textContent.startsWith(location.href)];"
            ),
        )
        .await?;
        let picture = found[0].as_str().unwrap();
        assert!(
            picture.starts_with("The browser would not copy ("),
            "{found}"
        );
        // The old command may still copy a text; else the text is selected for the reader.
        let code = found[1].as_str().unwrap();
        assert!(
            ["Copied.", "Selected: press Ctrl+C."].contains(&code),
            "{found}"
        );
        assert_eq!((&found[2], &found[3]), (&json!(true), &json!(true)));
        visit.check().await
    });
}
