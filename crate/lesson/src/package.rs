//! A lesson as a page of its own, and as a SCORM 1.2 package: a zip with that page and a manifest.

use crate::lesson::{Lesson, Step};
use crate::words::Note;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Where the player's page has the lesson; it holds `null` there until it is filled in.
const MARK: &str = "<script type=\"application/json\" id=\"lesson\">";

/// The most bytes of a lesson's page with all that it needs: course systems refuse more.
pub const LARGEST: usize = 1_200_000;
/// So many steps are named of a lesson that is too large.
const NAMED: usize = 3;

/// The player's page with a lesson in it.
///
/// # Errors
/// The page has no place for a lesson, or would be too large.
pub fn page(player: &str, lesson: &Lesson) -> Result<String, Note> {
    let mut page = player.to_owned();
    // No text can end the script: in JSON, `<` has another spelling.
    let json = lesson.line().replace('<', "\\u003c");
    let title = escaped(&lesson.title);
    for (from, to) in [
        (
            format!("{MARK}null</script>"),
            format!("{MARK}{json}</script>"),
        ),
        (
            "<html lang=\"en\">".into(),
            format!("<html lang=\"{}\">", lesson.lang),
        ),
        ("<title></title>".into(), format!("<title>{title}</title>")),
    ] {
        if page.matches(&from).count() != 1 {
            return Err(Note::Player(from));
        }
        page = page.replacen(&from, &to, 1);
    }
    match page.len() {
        ..=LARGEST => Ok(page),
        bytes => Err(Note::TooLarge {
            bytes,
            most: LARGEST,
            longest: longest(lesson),
        }),
    }
}

/// The steps with most to shorten, and the bytes of each.
fn longest(lesson: &Lesson) -> Vec<(usize, usize)> {
    let sizes = lesson.steps.iter().map(Step::size);
    let mut rest: Vec<(usize, usize)> = sizes.enumerate().collect();
    let mut longest = vec![];
    // To sort them would bring more code into each lesson's page.
    while longest.len() < NAMED {
        let Some(at) = (0..rest.len()).max_by_key(|&at| rest[at].1) else {
            break;
        };
        longest.push(rest.remove(at));
    }
    longest
}

/// The package of a page with a lesson.
///
/// # Errors
/// The zip can't be written.
pub fn scorm(page: &str, lesson: &Lesson) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    // The same lesson makes the same bytes, whatever the time.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, content) in [
        ("imsmanifest.xml", manifest(lesson).as_str()),
        ("index.html", page),
    ] {
        zip.start_file(name, options)
            .map_err(|error| error.to_string())?;
        zip.write_all(content.as_bytes())
            .map_err(|error| error.to_string())?;
    }
    let cursor = zip.finish().map_err(|error| error.to_string())?;
    Ok(cursor.into_inner())
}

/// One organization, one item, one resource: many systems show no way from one SCO to the next.
fn manifest(lesson: &Lesson) -> String {
    let title = escaped(if lesson.title.is_empty() {
        "GHM"
    } else {
        &lesson.title
    });
    let id = crc32fast::hash(lesson.line().as_bytes());
    let pass = lesson
        .pass
        .map(|pass| format!("\n        <adlcp:masteryscore>{pass}</adlcp:masteryscore>"));
    let pass = pass.unwrap_or_default();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="ghm-lesson-{id:08x}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization">
      <title>{title}</title>
      <item identifier="item" identifierref="resource" isvisible="true">
        <title>{title}</title>{pass}
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
    </resource>
  </resources>
</manifest>
"#
    )
}

/// A text for HTML or XML, without the control characters that XML can't hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;
    use crate::words::Lang;
    use std::io::Read;

    const PLAYER: &str = "<html lang=\"en\"><title></title><script type=\"application/json\" id=\"lesson\">null</script></html>";

    fn lesson() -> Lesson {
        let mut lesson = Lesson::new("zh");
        lesson.title = "A <b> & \"c\"".into();
        lesson.pass = Some(70);
        lesson.steps[0].text = "</script><script>alert(1)</script><!--".into();
        lesson
    }

    #[test]
    fn a_page_holds_its_lesson_and_no_text_can_leave_its_place() {
        let page = page(PLAYER, &lesson()).unwrap();
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert!(
            page.starts_with("<html lang=\"zh\"><title>A &lt;b&gt; &amp; &quot;c&quot;</title>"),
            "{page}"
        );
        let (_, json) = page.split_once(MARK).unwrap();
        let (json, _) = json.split_once("</script>").unwrap();
        assert_eq!(read(json).unwrap().0, lesson());
        assert!(super::page("<html>", &lesson()).is_err());
    }

    #[test]
    fn a_page_that_is_too_large_is_refused_with_its_size_and_the_longest_steps() {
        let mut lesson = lesson();
        let text = |bytes: usize| Step {
            text: "x".repeat(bytes),
            ..Step::default()
        };
        lesson.steps = vec![text(400_000), text(10), text(500_000), text(30)];
        let rest = LARGEST - page(PLAYER, &lesson).unwrap().len();
        lesson.steps[1] = text(10 + rest);
        assert_eq!(page(PLAYER, &lesson).unwrap().len(), LARGEST);
        lesson.steps[1] = text(10 + rest + 34_001);
        let refused = page(PLAYER, &lesson).unwrap_err();
        let en = refused.sentence(Lang::En);
        for part in [
            "1235 kB",
            "more than 1200 kB",
            "by 35 kB",
            "step 3 with 501 kB, step 1 with 401 kB, step 2 with",
        ] {
            assert!(en.contains(part), "{part}: {en}");
        }
        assert!(
            refused
                .sentence(Lang::Zh)
                .contains("第 3 步 501 kB，第 1 步")
        );
    }

    #[test]
    fn a_package_is_a_zip_with_manifest_and_page_and_the_same_each_time() {
        let page = page(PLAYER, &lesson()).unwrap();
        let bytes = scorm(&page, &lesson()).unwrap();
        assert_eq!(bytes, scorm(&page, &lesson()).unwrap());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
        assert_eq!(names, ["imsmanifest.xml", "index.html"]);
        let mut text = |name: &str| {
            let mut text = String::new();
            zip.by_name(name)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            text
        };
        assert_eq!(text("index.html"), page);
        let manifest = text("imsmanifest.xml");
        for part in [
            "<schemaversion>1.2<",
            "adlcp:scormtype=\"sco\" href=\"index.html\"",
            "<file href=\"index.html\"/>",
            "<title>A &lt;b&gt; &amp; &quot;c&quot;</title>",
            "<adlcp:masteryscore>70<",
        ] {
            assert!(manifest.contains(part), "{part}: {manifest}");
        }
    }
}
