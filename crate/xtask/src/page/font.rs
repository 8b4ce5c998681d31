//! The formulas' font, which has only some characters: see `www/font/README.md`.

use crate::Result;

/// The characters that it has.
pub const CHARACTERS: &str = include_str!("../../../../www/font/characters.txt");

/// Whether the font has all that a formula shows. Chinese words in a formula are left to the page's fonts.
///
/// # Errors
/// A character that it lacks.
pub fn check(mathml: &str, characters: &str) -> Result<()> {
    let lacking = shown(mathml).find(|&it| !it.is_whitespace() && !characters.contains(it));
    match lacking.filter(|&it| !is_chinese(it)) {
        None => Ok(()),
        Some(lacking) => Err(format!(
            "{lacking:?} is not in www/font/characters.txt: see www/font/README.md"
        )
        .into()),
    }
}

/// The characters of a formula as a browser shows them: a variable of one letter is slanted.
fn shown(mathml: &str) -> impl Iterator<Item = char> + '_ {
    mathml.split('<').skip(1).flat_map(|tag| {
        let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
        let text = unescaped(text);
        let slanted = tag == "mi" && text.chars().count() == 1;
        let shown = |letter| if slanted { italic(letter) } else { letter };
        text.chars().map(shown).collect::<Vec<_>>()
    })
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

/// The italic letter of the block of mathematical letters, as MathML Core maps it.
fn italic(letter: char) -> char {
    let in_block = |first: char, block: u32| char::from_u32(block + letter as u32 - first as u32);
    let mapped = match letter {
        // The block has a hole here: Planck's constant came first.
        'h' => Some('ℎ'),
        'a'..='z' => in_block('a', 0x1d44e),
        'A'..='Z' => in_block('A', 0x1d434),
        'α'..='ω' => in_block('α', 0x1d6fc),
        '∂' => Some('\u{1d715}'),
        _ => None,
    };
    mapped.unwrap_or(letter)
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_the_font_lacks_is_named() {
        let formula = "<math><mi>h</mi><mo>&lt;</mo><mi>ln</mi><mtext>有</mtext></math>";
        assert!(check(formula, "ℎ<ln").is_ok());
        let error = check(formula, "h<ln").unwrap_err().to_string();
        assert!(error.contains("'ℎ'"), "{error}");
        let error = check("<math><mi>β</mi></math>", "β")
            .unwrap_err()
            .to_string();
        assert!(error.contains("'𝛽'"), "{error}");
    }
}
