//! What lessons become: files, pages and packages, of the build and of the builder.

use super::{playing, run, three_steps};
use crate::harness::{page_of_ours, visit};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};

/// What is in a package, by name.
fn unpacked(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = vec![];
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().to_owned(), bytes);
    }
    files
}

/// Reads a manifest as a browser does, and names what a course system goes by.
const MANIFEST: &str = "
    const read = (text) => {
        const xml = new DOMParser().parseFromString(text, 'application/xml');
        if (xml.querySelector('parsererror')) throw new Error(xml.documentElement.textContent);
        const all = (name) => [...xml.getElementsByTagName(name)];
        const adlcp = 'http://www.adlnet.org/xsd/adlcp_rootv1p2';
        return {
            root: xml.documentElement.localName, version: all('schemaversion')[0].textContent,
            organizations: all('organization').length, items: all('item').length, title: all('title').map((it) => it.textContent),
            resources: all('resource').map((it) => [it.getAttributeNS(adlcp, 'scormtype'), it.getAttribute('href'), it.getAttribute('identifier') === all('item')[0].getAttribute('identifierref')]),
            files: all('file').map((it) => it.getAttribute('href')), mastery: all('adlcp:masteryscore').map((it) => it.textContent),
        };
    };
";

fn expected(title: &str) -> Value {
    json!({
        "root": "manifest", "version": "1.2", "organizations": 1, "items": 1, "title": [title, title],
        "resources": [["sco", "index.html", true]], "files": ["index.html"], "mastery": ["60"],
    })
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn packages_that_come_along_hold_a_manifest_and_one_page_below_the_limits() {
    let folder = xtask::dist().join("lessons");
    visit(async |visit| {
        for name in ["ghm-in-45-minutes", "read-your-gradient-density"] {
            for lang in ["en", "zh"] {
                let file =
                    |kind: &str| fs::read(folder.join(format!("{name}.{lang}.{kind}"))).unwrap();
                let (lesson, notes) =
                    lesson::read(&String::from_utf8(file("json")).unwrap()).unwrap();
                assert_eq!(notes, []);
                let questions = lesson.steps.iter().filter(|step| step.question.is_some());
                assert!(questions.count() >= 6, "{name} {lang}");
                let page = file("html");
                assert!(
                    page.len() < xtask::lessons::LARGEST,
                    "{name} {lang}: {}",
                    page.len()
                );
                let package = file("scorm.zip");
                assert!(package.len() < page.len());
                let files = unpacked(package);
                let names: Vec<&String> = files.keys().collect();
                assert_eq!(names, ["imsmanifest.xml", "index.html"]);
                assert_eq!(files["index.html"], page);
                let manifest = String::from_utf8(files["imsmanifest.xml"].clone()).unwrap();
                let script = format!("{MANIFEST} return read({});", json!(manifest));
                visit.open("embed.html").await?;
                assert_eq!(run(visit, &script).await?, expected(&lesson.title));
            }
        }
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_lesson_that_would_make_too_large_a_page_is_refused_before_a_file_is_written() {
    let step = json!({ "text": "x".repeat(19_000) });
    let lesson = json!({ "ghm_lesson": 1, "title": "Long", "lang": "en", "steps": [step, step, step, step, { "text": "Short." }] });
    visit(async |visit| {
        visit.open("lesson.html").await?;
        let script = format!(
            "const saved = [];
            HTMLAnchorElement.prototype.click = function () {{ saved.push(this.download); }};
            await desk();
            const said = document.querySelector('.said');
            const data = new DataTransfer();
            data.items.add(new File([{}], 'lesson.json'));
            const input = document.querySelector('.open input');
            input.files = data.files;
            input.dispatchEvent(new Event('change'));
            await until('its steps', () => document.querySelectorAll('.steps li').length === 5);
            const all = [];
            for (const label of ['Export HTML', 'Export SCORM', 'Save']) {{
                said.textContent = '';
                press(label);
                all.push(await until(label, () => said.textContent));
            }}
            return {{ all, saved }};",
            json!(lesson.to_string())
        );
        let found = run(visit, &script).await?;
        for said in &found["all"].as_array().unwrap()[..2] {
            let said = said.as_str().unwrap();
            assert!(
                said.starts_with("Not saved. As a page it would have 12"),
                "{said}"
            );
            assert!(said.contains("The longest: step "), "{said}");
        }
        // The file itself may be as long as it is.
        assert_eq!(found["saved"], json!(["Long.json"]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_builder_exports_what_the_build_would_make() {
    let lesson = three_steps();
    let (read, _) = lesson::read(&lesson.to_string()).unwrap();
    let page = playing(&lesson);
    visit(async |visit| {
        visit.open(&page).await?;
        let script = "
            const saved = [];
            HTMLAnchorElement.prototype.click = function () { saved.push([this.download, fetch(this.href).then((it) => it.arrayBuffer())]); };
            await player();
            press('Edit');
            await desk();
            const all = {};
            for (const label of ['Save', 'Export HTML', 'Export SCORM']) {
                press(label);
                const [name, content] = await until(label, () => saved.shift());
                const bytes = new Uint8Array(await content);
                let text = '';
                for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
                all[name] = btoa(text);
            }
            return all;";
        let found = run(visit, script).await?;
        let file = |name: &str| {
            use base64::prelude::{BASE64_STANDARD, Engine};
            let text = found[name]
                .as_str()
                .unwrap_or_else(|| panic!("{name}: {:?}", found.as_object().unwrap().keys()));
            BASE64_STANDARD.decode(text).unwrap()
        };
        let saved = file("Three-b-steps-b.json");
        assert_eq!(
            lesson::read(&String::from_utf8(saved).unwrap()).unwrap(),
            (read.clone(), vec![])
        );
        let page = file("Three-b-steps-b.html");
        assert!(page.len() < xtask::lessons::LARGEST);
        let files = unpacked(file("Three-b-steps-b.scorm.zip"));
        assert_eq!(files["index.html"], page);
        let manifest = String::from_utf8(files["imsmanifest.xml"].clone()).unwrap();
        let manifest = run(
            visit,
            &format!("{MANIFEST} return read({});", json!(manifest)),
        )
        .await?;
        assert_eq!(manifest, expected("Three <b>steps</b>"));
        visit.check().await?;
        // The page runs from disk, and asks nobody for anything.
        let path = page_of_ours("exported/lesson.html", &String::from_utf8(page).unwrap());
        visit.goto(&format!("file://{}", path.display())).await?;
        let found = run(
            visit,
            "await player(); await answer('c'); return [document.title, document.querySelector('.report').textContent];",
        )
        .await?;
        assert_eq!(found[0], "Three <b>steps</b>");
        assert!(
            found[1]
                .as_str()
                .unwrap()
                .starts_with("This lesson runs by itself")
        );
        Ok(())
    });
}
