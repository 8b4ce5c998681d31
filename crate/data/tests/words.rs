//! What is said of the files of `tests/cases`, in both languages.

use data::{Choices, Lang, Words, read};
use std::fs;
use std::path::Path;

/// Names of columns, file types and code stay as they are; but a sentence has Chinese in it, and no English word that
/// joins sentences.
fn is_chinese(words: &Words) -> bool {
    let text = words.get(Lang::Zh);
    let english = [" the ", " expected", " of ", " are ", " is ", " was "];
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && !english.iter().any(|word| text.contains(word))
}

#[test]
fn all_that_is_said_of_files_is_said_in_chinese_too() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let (mut refused, mut notes, mut wrong) = (0, 0, vec![]);
    for folder in [cases.clone(), cases.join("more")] {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() || path.ends_with("cases.json") {
                continue;
            }
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let bytes = fs::read(&path).unwrap();
            let said = match read(&[(&name, &bytes)], &Choices::default()) {
                Ok(read) => {
                    notes += read.report.notes.len();
                    read.report.notes
                }
                Err(why) => {
                    refused += 1;
                    vec![why.what]
                }
            };
            wrong.extend(said.into_iter().filter(|words| !is_chinese(words)));
        }
    }
    assert!(refused > 30 && notes > 40, "{refused} {notes}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
