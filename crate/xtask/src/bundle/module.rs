//! One ES module, read for a bundle: what it imports and exports, and its code as the body of a
//! function.

use crate::Result;
use crate::bundle::javascript::{line, parsed};
use crate::bundle::{GLUE, Names};
use oxc_allocator::Allocator;
use oxc_ast::ast::{
    ArrowFunctionExpression, AwaitExpression, Declaration, ExportAllDeclaration,
    ExportDefaultDeclaration, ExportDefaultDeclarationKind, ExportNamedDeclaration, Expression,
    ForOfStatement, Function, ImportDeclaration, ImportDeclarationSpecifier, ImportExpression,
    MetaProperty,
};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::{ScopeFlags, Scoping};
use oxc_span::{GetSpan, Ident, SourceType, Span};

/// A module that was read.
#[derive(Debug)]
pub struct Module {
    /// Imports of modules that run before it, in order.
    pub imports: Vec<Import>,
    /// Paths of the modules that it imports by a call.
    pub later: Vec<Import>,
    /// Names that it exports, each with the expression for its value at the end of `code`.
    pub exports: Vec<(String, String)>,
    /// The module's statements, without its imports and exports.
    pub code: String,
}

/// An import of another module.
#[derive(Debug)]
pub struct Import {
    /// Its path.
    pub from: String,
    /// Names that the other module must export.
    pub names: Vec<String>,
    /// The line of the import.
    pub line: usize,
    /// The statement that takes its place.
    pub code: String,
}

/// Reads a module.
///
/// # Errors
/// A syntax error, and the few forms of JavaScript that would mean something else in a bundle, with
/// path and line.
pub fn read(path: &str, source: &str, names: &Names<'_>) -> Result<Module> {
    let memory = Allocator::default();
    let (program, scoping) =
        parsed(&memory, source, SourceType::mjs()).map_err(|error| format!("{path}, {error}"))?;
    let mut reader = Reader {
        path,
        source,
        names,
        scoping,
        functions: 0,
        edits: Vec::new(),
        module: Module {
            imports: Vec::new(),
            later: Vec::new(),
            exports: Vec::new(),
            code: String::new(),
        },
        fault: None,
    };
    reader.visit_program(&program);
    if let Some((at, fault)) = reader.fault {
        return Err(format!("{path}, line {}: {fault}", line(source, at)).into());
    }
    let Reader { edits, module, .. } = reader;
    Ok(Module {
        code: edited(source, edits),
        ..module
    })
}

/// A text with some of its parts replaced.
fn edited(source: &str, mut edits: Vec<(Span, String)>) -> String {
    edits.sort_by_key(|(span, _)| span.start);
    let mut text = String::new();
    let mut end = 0;
    for (span, new) in edits {
        text += &source[end..span.start as usize];
        text += &new;
        end = span.end as usize;
    }
    text + &source[end..]
}

struct Reader<'s> {
    path: &'s str,
    source: &'s str,
    names: &'s Names<'s>,
    scoping: Scoping,
    /// How many functions are around the visitor.
    functions: usize,
    edits: Vec<(Span, String)>,
    module: Module,
    /// The first thing that can't be bundled, and where.
    fault: Option<(usize, String)>,
}

impl Reader<'_> {
    fn try_at(&mut self, span: Span, work: impl FnOnce(&mut Self) -> Result<()>) {
        if let Err(fault) = work(self) {
            let at = span.start as usize;
            self.fault.get_or_insert_with(|| (at, fault.to_string()));
        }
    }

    /// Replaces a statement by an empty one, which still ends the statement before it.
    fn remove(&mut self, span: Span) {
        self.edits.push((span, ";".into()));
    }

    fn import(&mut self, span: Span, from: &str, names: &[(String, String)]) -> Result<String> {
        let from = resolve(self.path, from)?;
        let module = self.names.module(&from)?;
        let pairs: Vec<String> = names
            .iter()
            .map(|(outer, inner)| format!("{outer}: {inner}"))
            .collect();
        let code = match pairs.as_slice() {
            [] => format!("{module}();"),
            _ => format!("const {{ {} }} = {module}();", pairs.join(", ")),
        };
        self.module.imports.push(Import {
            from,
            names: names.iter().map(|(outer, _)| outer.clone()).collect(),
            line: line(self.source, span.start as usize),
            code,
        });
        Ok(module)
    }

    /// Exports a name that the module itself declares.
    fn export(&mut self, outer: &str, inner: &str) -> Result<()> {
        let symbol = self.scoping.get_root_binding(Ident::from(inner));
        let symbol = symbol.ok_or_else(|| format!("there is no {inner} to export"))?;
        if self.scoping.symbol_is_mutated(symbol) {
            return Err(format!(
                "{inner} is exported and changes: in a bundle, who imports it would not see that"
            )
            .into());
        }
        self.module.exports.push((outer.into(), inner.into()));
        Ok(())
    }

    fn await_at(&mut self, span: Span) {
        if self.functions == 0 {
            self.try_at(span, |_| {
                Err("a module that awaits can't be a function of a bundle".into())
            });
        }
    }
}

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        self.try_at(it.span, |reader| {
            if it.phase.is_some() || it.with_clause.is_some() {
                return Err("this way to import is not known here".into());
            }
            let mut names = Vec::new();
            let mut spaces = Vec::new();
            for specifier in it.specifiers.iter().flatten() {
                let local = specifier.local().name.to_string();
                match specifier {
                    ImportDeclarationSpecifier::ImportSpecifier(it) => {
                        names.push((it.imported.name().to_string(), local));
                    }
                    ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => {
                        names.push(("default".into(), local));
                    }
                    ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => spaces.push(local),
                }
            }
            let module = reader.import(it.span, &it.source.value, &names)?;
            if let Some(import) = reader.module.imports.last_mut() {
                for space in spaces {
                    import.code += &format!(" const {space} = {module}();");
                }
            }
            reader.remove(it.span);
            Ok(())
        });
    }

    fn visit_export_named_declaration(&mut self, it: &ExportNamedDeclaration<'a>) {
        self.try_at(it.span, |reader| {
            if it.with_clause.is_some() {
                return Err("this way to export is not known here".into());
            }
            if let Some(declaration) = &it.declaration {
                for name in declared(declaration)? {
                    reader.export(&name, &name)?;
                }
                let export = Span::new(it.span.start, declaration.span().start);
                reader.remove(export);
                return Ok(());
            }
            let names = it.specifiers.iter();
            let names = names.map(|it| (it.local.name(), it.exported.name()));
            if let Some(source) = &it.source {
                let (wanted, outer): (Vec<_>, Vec<_>) = names
                    .map(|(there, here)| (there.to_string(), here.to_string()))
                    .unzip();
                let module = reader.import(it.span, &source.value, &[])?;
                for (there, here) in wanted.iter().zip(outer) {
                    let value = format!("{module}().{there}");
                    reader.module.exports.push((here, value));
                }
                if let Some(import) = reader.module.imports.last_mut() {
                    import.names = wanted;
                }
            } else {
                for (inner, outer) in names {
                    reader.export(&outer, &inner)?;
                }
            }
            reader.remove(it.span);
            Ok(())
        });
        walk::walk_export_named_declaration(self, it);
    }

    fn visit_export_default_declaration(&mut self, it: &ExportDefaultDeclaration<'a>) {
        self.try_at(it.span, |reader| {
            let named = match &it.declaration {
                ExportDefaultDeclarationKind::FunctionDeclaration(it) => it.id.as_ref(),
                ExportDefaultDeclarationKind::ClassDeclaration(it) => it.id.as_ref(),
                _ => None,
            };
            let export = Span::new(it.span.start, it.declaration.span().start);
            if let Some(named) = named {
                reader.remove(export);
                return reader.export("default", &named.name);
            }
            let name = reader.names.of("default");
            reader.edits.push((export, format!(";const {name} = ")));
            reader.module.exports.push(("default".into(), name));
            Ok(())
        });
        walk::walk_export_default_declaration(self, it);
    }

    fn visit_export_all_declaration(&mut self, it: &ExportAllDeclaration<'a>) {
        self.try_at(it.span, |_| {
            Err("this way to export is not known here: name what is exported".into())
        });
    }

    fn visit_import_expression(&mut self, it: &ImportExpression<'a>) {
        self.try_at(it.span, |reader| {
            let (Expression::StringLiteral(from), None, None) = (&it.source, &it.options, it.phase)
            else {
                return Err("of imports by a call, only import('./x.js') is known here".into());
            };
            let from = resolve(reader.path, &from.value)?;
            let anew = if from.starts_with(GLUE) { ".make" } else { "" };
            let code = format!(
                "{}({}{anew})",
                reader.names.of("later"),
                reader.names.module(&from)?
            );
            reader.edits.push((it.span, code));
            reader.module.later.push(Import {
                from,
                names: Vec::new(),
                line: line(reader.source, it.span.start as usize),
                code: String::new(),
            });
            Ok(())
        });
    }

    fn visit_meta_property(&mut self, it: &MetaProperty<'a>) {
        if it.meta.name == "import" {
            self.try_at(it.span, |reader| {
                let meta = reader.names.meta(reader.path)?;
                reader.edits.push((it.span, meta));
                Ok(())
            });
        }
    }

    fn visit_function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        self.functions += 1;
        walk::walk_function(self, it, flags);
        self.functions -= 1;
    }

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        self.functions += 1;
        walk::walk_arrow_function_expression(self, it);
        self.functions -= 1;
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.await_at(it.span);
        walk::walk_await_expression(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        if it.r#await {
            self.await_at(it.span);
        }
        walk::walk_for_of_statement(self, it);
    }
}

fn declared(declaration: &Declaration<'_>) -> Result<Vec<String>> {
    let names = match declaration {
        Declaration::VariableDeclaration(it) => {
            let all = it.declarations.iter();
            all.flat_map(|it| it.id.get_binding_identifiers()).collect()
        }
        _ => Vec::from_iter(declaration.id()),
    };
    if names.is_empty() {
        return Err("this way to export is not known here".into());
    }
    Ok(names.iter().map(|it| it.name.to_string()).collect())
}

/// The path of a module that another names, such as `../pkg/explainer.js` in `www/load.js`.
fn resolve(from: &str, to: &str) -> Result<String> {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    if !to.starts_with('.') {
        return Err(format!("{to:?} is not a path of ours").into());
    }
    for part in to.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop().ok_or("this path leads out of the project")?;
            }
            part => folders.push(part),
        }
    }
    Ok(folders.join("/"))
}
