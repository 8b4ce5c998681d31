//! JavaScript as oxc reads and writes it: parsed, with errors that name a line, and minified.

use crate::Result;
use crate::bundle::Form;
use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_diagnostics::OxcDiagnostic;
use oxc_minifier::{CompressOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_semantic::{Scoping, SemanticBuilder};
use oxc_span::SourceType;

/// Parses a program; also finds the names that it declares and uses.
///
/// # Errors
/// An error that a browser would find before running the program, with its line.
pub fn parsed<'a>(
    memory: &'a Allocator,
    source: &'a str,
    kind: SourceType,
) -> Result<(Program<'a>, Scoping)> {
    let parsed = Parser::new(memory, source, kind).parse();
    refuse(source, &parsed.errors)?;
    let checked = SemanticBuilder::new()
        .with_check_syntax_error(true)
        .build(&parsed.program);
    refuse(source, &checked.errors)?;
    let scoping = checked.semantic.into_scoping();
    Ok((parsed.program, scoping))
}

fn refuse(source: &str, errors: &[OxcDiagnostic]) -> Result<()> {
    let Some(error) = errors.first() else {
        return Ok(());
    };
    let label = error.labels.as_ref().and_then(|labels| labels.first());
    let line = label.map_or(1, |label| line(source, label.offset()));
    let help = error.help.as_ref().map(|help| format!(" ({help})"));
    let help = help.unwrap_or_default();
    Err(format!("line {line}: {}{help}", error.message).into())
}

/// The number of the line that a place in a text is in, counted from 1.
pub fn line(source: &str, at: usize) -> usize {
    1 + source[..at.min(source.len())].matches('\n').count()
}

/// The same program in fewer bytes: without comments except licences, without code that nothing
/// uses, and with short names for all that no other script can see.
///
/// # Errors
/// A text that isn't a program.
pub fn minified(source: &str, form: Form) -> Result<String> {
    let memory = Allocator::default();
    let kind = match form {
        Form::Script => SourceType::script(),
        Form::Module => SourceType::mjs(),
    };
    let (mut program, _) = parsed(&memory, source, kind)?;
    let options = MinifierOptions {
        // Reading a property may have an effect: `offsetHeight` lays the page out.
        compress: Some(CompressOptions::smallest()),
        ..MinifierOptions::default()
    };
    let minified = Minifier::new(options).minify(&memory, &mut program);
    let options = CodegenOptions {
        comments: CommentOptions {
            normal: false,
            jsdoc: false,
            annotation: false,
            ..CommentOptions::default()
        },
        ..CodegenOptions::minify()
    };
    let written = Codegen::new()
        .with_options(options)
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&program);
    Ok(written.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_the_only_comments_that_stay() {
        let source = "/*! MIT */\n// gone\n/** gone */\nf(/* gone */ 1);";
        let script = minified(source, Form::Script).unwrap();
        assert!(
            script.contains("MIT") && !script.contains("gone"),
            "{script}"
        );
    }

    #[test]
    fn what_has_an_effect_stays() {
        let source =
            "(() => { box.offsetHeight; const unused = box.scrollTop; console.log(1); })();";
        let script = minified(source, Form::Script).unwrap();
        for part in ["box.offsetHeight", "box.scrollTop", "console.log(1)"] {
            assert!(script.contains(part), "{part}: {script}");
        }
    }

    #[test]
    fn names_that_others_see_stay() {
        let source = "globalThis.shared = { inner: 1 };\nclass A { #hidden = 1; seen() { return this.#hidden; } }\nuse(new A());";
        let script = minified(source, Form::Script).unwrap();
        for part in ["globalThis.shared", "inner:1", "seen()", "class A"] {
            assert!(script.contains(part), "{part}: {script}");
        }
        let module = minified("const long = 1;\nexport { long };", Form::Module).unwrap();
        assert!(module.contains("as long"), "{module}");
    }
}
