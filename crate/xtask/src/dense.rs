//! Style sheets without what only their authors read.

/// A style sheet without comments and indentation, and with no space where none is needed. It takes every `: `, `; `,
/// `, ` and ` {` for such a place, so none may stand in a string.
pub fn dense(css: &str) -> String {
    let mut parts = css.split("/*");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    bare.extend(parts.filter_map(|part| Some(part.split_once("*/")?.1)));
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    let css = lines.collect::<Vec<_>>().join("\n");
    let spaces = [
        (": ", ":"),
        ("; ", ";"),
        (", ", ","),
        (" {", "{"),
        ("{ ", "{"),
        (" }", "}"),
        (";}", "}"),
    ];
    let css = spaces
        .into_iter()
        .fold(css, |css, (from, to)| css.replace(from, to));
    css.replace("{\n", "{")
        .replace("\n}", "}")
        .replace(",\n", ",")
}

/// A module whose style sheets, which are templates in calls of `replaceSync`, are dense.
pub fn dense_sheets(module: &str) -> String {
    let call = "replaceSync(";
    let mut parts = module.split(call);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        all += call;
        match part.splitn(3, '`').collect::<Vec<_>>()[..] {
            [before, css, after] => all += &format!("{before}`{}`{after}", dense(css)),
            _ => all += part,
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dense_style_sheet_says_the_same() {
        let css = "/* Why. */\n:root { --a: light-dark(#fff, #000) }\n\n.b :is(i, b)::after {\n  content: \" #\"; /* so */\n  margin: 0 auto }\n";
        let dense_css =
            ":root{--a:light-dark(#fff,#000)}\n.b :is(i,b)::after{content:\" #\";\nmargin:0 auto}";
        assert_eq!(dense(css), dense_css);
    }

    #[test]
    fn style_sheets_in_scripts_are_dense_and_the_rest_of_the_script_stays() {
        let module = "const a = { b: 1 }; // why\nsheet.replaceSync(scaled(`\n/* Why. */\n.b { ${C} margin: 1u }\n`));\nf(`{ d: e }`);\n";
        let dense_module = "const a = { b: 1 }; // why\nsheet.replaceSync(scaled(`.b{${C} margin:1u}`));\nf(`{ d: e }`);\n";
        assert_eq!(dense_sheets(module), dense_module);
    }
}
