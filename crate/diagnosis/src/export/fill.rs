//! Fills templates in.

/// The template with `@name@` replaced, and only those lines that hold.
pub fn fill(template: &str, values: &[(&str, String)], holds: &[(&str, bool)]) -> String {
    let mut text = String::new();
    // Whether each block that is open stands.
    let mut open = vec![];
    for line in template.lines() {
        if let Some(condition) = line.strip_prefix("#? ") {
            match condition.strip_prefix("not ") {
                _ if condition == "end" => drop(open.pop()),
                Some(name) => open.push(!holding(name, holds)),
                None => open.push(holding(condition, holds)),
            }
        } else if open.iter().all(|stands| *stands) {
            replaced(line, values, &mut text);
            text.push('\n');
        }
    }
    text
}

fn holding(name: &str, holds: &[(&str, bool)]) -> bool {
    holds.iter().any(|(own, holds)| *own == name && *holds)
}

fn replaced(line: &str, values: &[(&str, String)], text: &mut String) {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('@') {
        text.push_str(before);
        let value = after.split_once('@').and_then(|(name, after)| {
            let value = values.iter().find(|value| value.0 == name)?;
            Some((&value.1, after))
        });
        // A decorator of Python is left alone.
        match value {
            Some((value, after)) => {
                text.push_str(value);
                rest = after;
            }
            None => {
                text.push('@');
                rest = after;
            }
        }
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn lines_stand_or_fall_and_names_are_replaced() {
        let template = "a @x@ b\n#? yes\none\n#? not yes\ntwo\n#? end\nthree\n#? end\n#? no\nfour\n#? end\n@keep.it\n";
        let filled = fill(
            template,
            &[("x", "1".into())],
            &[("yes", true), ("no", false)],
        );
        assert_eq!(filled, "a 1 b\none\nthree\n@keep.it\n");
    }
}
