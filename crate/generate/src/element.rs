//! `www/npm/element.d.ts`: the element's types.

use crate::describe::{self, choices, name, quoted, range, rounded_default, sentence};
use crate::file::HEADER;
use explainer::registry::{
    Attribute, Event, Field, KnobEntry, Message, Method, Property, Registry, Sender, Takes, Values,
};

/// The text of the file.
pub fn types(registry: &Registry) -> String {
    let names = registry
        .figures
        .iter()
        .map(|figure| format!("\n  | '{}'", figure.name));
    let sections = [
        HEADER.to_owned(),
        format!(
            "/** The figures by name. */\nexport type FigureName ={};",
            names.collect::<String>()
        ),
        knobs(&registry.knobs),
        inputs(&registry.knobs),
        attributes(registry),
        events(registry.events),
        class(registry),
        messages(registry.messages),
        GLOBAL.to_owned(),
    ];
    sections.join("\n\n") + "\n"
}

const GLOBAL: &str = "\
declare global {
  interface HTMLElementTagNameMap {
    'ghm-figure': GhmFigure;
  }
  // Events bubble: documents and windows hear them, too.
  interface GlobalEventHandlersEventMap extends GhmFigureEventMap {}
}";

/// A union of string literals.
fn union<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("'{word}'")).collect();
    words.join(" | ")
}

/// The type of a knob's value.
pub fn value_type(values: &Values) -> String {
    match values {
        Values::Number { .. } => "number".into(),
        Values::Choice { values, .. } => union(values.iter().map(|choice| choice.value)),
        Values::List { .. } | Values::Norms { .. } => "string".into(),
    }
}

/// The type of what a knob can be set to.
fn input_type(knob: &KnobEntry) -> String {
    match &knob.values {
        Values::Number { .. } => "number | string".into(),
        // Any string is accepted; the literals are there for editors to complete.
        Values::Choice { .. } => format!("Knobs['{}'] | (string & {{}})", knob.key),
        Values::List { values, .. } => {
            let words = union(values.iter().map(|choice| choice.value));
            format!("string | readonly ({words})[]")
        }
        Values::Norms { .. } => "string | readonly number[]".into(),
    }
}

/// A comment on what follows, indented.
fn comment(indent: &str, lines: &[String]) -> String {
    // Nothing in a text may end the comment.
    let lines: Vec<String> = lines.iter().map(|line| line.replace("*/", "* /")).collect();
    match &lines[..] {
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let lines = lines.iter().map(|line| format!("{indent} * {line}\n"));
            format!("{indent}/**\n{}{indent} */\n", lines.collect::<String>())
        }
    }
}

/// A knob in a line, and then what each choice means.
fn knob_comment(knob: &KnobEntry, with_choices: bool) -> String {
    let values = &knob.values;
    let mut lines = vec![format!(
        "{}: {}. Default: `{}`.",
        name(knob),
        range(values),
        rounded_default(values)
    )];
    if with_choices {
        let choices = choices(values).iter();
        lines.extend(choices.map(|choice| format!("- `{}`: {}", choice.value, choice.label)));
    }
    comment("  ", &lines)
}

fn knobs(knobs: &[KnobEntry]) -> String {
    let rows = knobs.iter().map(|knob| {
        let (about, key) = (knob_comment(knob, true), knob.key);
        format!("{about}  {key}: {};\n", value_type(&knob.values))
    });
    format!(
        "/** The knobs and their values. */\nexport interface Knobs {{\n{}}}\n\n\
         /** The knobs by key. */\nexport type KnobName = keyof Knobs;",
        rows.collect::<String>()
    )
}

fn inputs(knobs: &[KnobEntry]) -> String {
    let rows = knobs
        .iter()
        .map(|knob| format!("  {}: {};\n", knob.key, input_type(knob)));
    format!(
        "/** What each knob takes: its value as text, too, and a list as an array. */\n\
         export interface KnobInputs {{\n{}}}\n\n\
         /** Knobs to set. */\nexport type Settings = Partial<KnobInputs>;",
        rows.collect::<String>()
    )
}

/// The type of an attribute's value; none if every element has the attribute, or if each framework types it itself.
pub fn attribute_type(attribute: &Attribute) -> Option<String> {
    match attribute.takes {
        Takes::Figure => Some("FigureName".into()),
        Takes::OneOf(words) => Some(union(words.iter().copied())),
        Takes::Knobs(words) => Some(format!(
            "{} | (string & {{}})",
            union(words.iter().copied())
        )),
        Takes::SomeOf(_) | Takes::State | Takes::Id => Some("string".into()),
        Takes::Question(names) => Some(format!(
            "{} | (string & {})",
            union(names.iter().copied()),
            "{}"
        )),
        Takes::Number(..) => Some("number | `${number}`".into()),
        Takes::Language | Takes::Flag => None,
    }
}

/// An attribute in a sentence or two.
pub fn attribute_sentence(attribute: &Attribute) -> String {
    let takes = match attribute.takes {
        Takes::Knobs(words) => format!(
            " Keys with commas between, or {}.",
            quoted(words.iter().copied())
        ),
        Takes::SomeOf(words) => format!(
            " Some of {}, with commas between, or `none`.",
            quoted(words.iter().copied())
        ),
        Takes::Question(names) => format!(
            " A prediction of the article ({}), or a question of one's own as JSON, see the README.",
            quoted(names.iter().copied())
        ),
        Takes::Figure
        | Takes::OneOf(_)
        | Takes::State
        | Takes::Id
        | Takes::Number(..)
        | Takes::Language
        | Takes::Flag => String::new(),
    };
    sentence(attribute.description) + &takes
}

fn attributes(registry: &Registry) -> String {
    let mut rows = String::new();
    let mut parameters = String::new();
    for attribute in registry.attributes {
        let Some(ts) = attribute_type(attribute) else {
            continue;
        };
        rows += &comment("  ", &[attribute_sentence(attribute)]);
        // A name with a hyphen is quoted.
        let name = match attribute.name.contains('-') {
            true => format!("'{}'", attribute.name),
            false => attribute.name.to_owned(),
        };
        rows += &format!("  {name}?: {ts};\n");
    }
    for attribute in registry.attributes {
        if let Some(parameter) = attribute.parameter {
            let ts = attribute_type(attribute).unwrap_or("string".into());
            parameters += &comment("  ", &[attribute_sentence(attribute)]);
            parameters += &format!("  {parameter}?: {ts};\n");
        }
    }
    format!(
        "/** Knobs in markup: a number may be written as text. */\n\
         export type KnobAttributes = {{\n  \
           [K in KnobName]?: number extends Knobs[K]\n    \
             ? number | `${{number}}`\n    \
             : string extends Knobs[K]\n      \
               ? KnobInputs[K]\n      \
               : Knobs[K];\n}};\n\n\
         /** What `<ghm-figure>` takes in markup, besides `shared` and what every element takes. */\n\
         export interface FigureAttributes extends KnobAttributes {{\n{rows}}}\n\n\
         /** The parameters of a frame's address, which its messages set, too. */\n\
         export interface FrameParameters extends Settings {{\n{parameters}}}"
    )
}

fn fields(fields: &[Field]) -> String {
    let rows = fields.iter().map(|field| {
        let about = comment("  ", &[field.description.to_owned()]);
        format!("{about}  {}: {};\n", field.name, field.ts)
    });
    rows.collect()
}

fn events(events: &[Event]) -> String {
    let mut details = String::new();
    let mut rows = String::new();
    for event in events {
        let detail = event.ts;
        if !event.detail.is_empty() {
            details += &format!(
                "/** What `{}` carries. */\nexport interface {detail} {{\n{}}}\n\n",
                event.name,
                fields(event.detail)
            );
        }
        rows += &comment("  ", &[event.description.to_owned()]);
        rows += &format!("  '{}': CustomEvent<{detail}>;\n", event.name);
    }
    format!(
        "{details}/** The events of `<ghm-figure>`; all of them bubble. */\n\
         export interface GhmFigureEventMap {{\n{rows}}}"
    )
}

fn property(property: &Property) -> String {
    let readonly = if property.readonly { "readonly " } else { "" };
    let about = comment("  ", &[property.description.to_owned()]);
    format!("{about}  {readonly}{}: {};\n", property.name, property.ts)
}

fn method(method: &Method) -> String {
    let parameters = method
        .parameters
        .iter()
        .map(|field| format!("{}: {}", field.name, field.ts))
        .collect::<Vec<_>>();
    let about = comment("  ", &[method.description.to_owned()]);
    format!(
        "{about}  {}{}({}): {};\n",
        method.name,
        method.generics,
        parameters.join(", "),
        method.returns
    )
}

fn class(registry: &Registry) -> String {
    let properties = registry.properties.iter().map(property);
    let methods = registry.methods.iter().map(method);
    let knobs = registry.knobs.iter().map(|knob| {
        let key = knob.key;
        format!(
            "{}  get {key}(): Knobs['{key}'] | undefined;\n  set {key}(value: KnobInputs['{key}']);\n",
            knob_comment(knob, false)
        )
    });
    let members: String = properties.chain(methods).chain(knobs).collect();
    format!(
        "/**\n * {}\n *\n * A knob is `undefined` until the figure lives, unless it was set.\n */\n\
         export class GhmFigure extends HTMLElement {{\n{members}}}",
        describe::ELEMENT
    )
}

fn messages(messages: &[Message]) -> String {
    let of = |sender| {
        let rows = messages
            .iter()
            .filter(move |message| message.sender == sender);
        let rows = rows.map(|message| {
            let about = comment("  ", &[message.description.to_owned()]);
            let fields = message
                .fields
                .iter()
                .map(|field| format!("; {}: {}", field.name, field.ts))
                .collect::<String>();
            format!(
                "\n{about}  | {{ ghm: 1; type: '{}'{fields} }}",
                message.name
            )
        });
        rows.collect::<String>()
    };
    format!(
        "/** What a frame tells the page around it. */\nexport type FrameMessage ={};\n\n\
         /** What a page can tell the frame. */\nexport type HostMessage ={};",
        of(Sender::Frame),
        of(Sender::Host)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::tests::knobs;

    #[test]
    fn a_knob_of_each_kind_has_the_type_of_its_value_and_of_what_it_takes() {
        let types: Vec<[String; 2]> = knobs()
            .iter()
            .map(|knob| [value_type(&knob.values), input_type(knob)])
            .collect();
        assert_eq!(
            types,
            [
                ["number", "number | string"],
                ["number", "number | string"],
                ["'code' | 'paper'", "Knobs['convention'] | (string & {})"],
                ["string", "string | readonly ('ce' | 'ghm' | 'ohem')[]"],
                ["string", "string | readonly number[]"],
            ]
        );
    }

    #[test]
    fn a_knob_says_what_each_of_its_choices_means() {
        let losses = &knobs()[3];
        assert_eq!(
            knob_comment(losses, true),
            "  /**\n   * losses: at most 2 of `ce`, `ghm`, `ohem`. Default: `ce,ghm`.\n   \
             * - `ce`: CE\n   * - `ghm`: GHM-C\n   * - `ohem`: OHEM\n   */\n"
        );
    }

    #[test]
    fn a_text_can_not_end_its_comment() {
        let about = comment("", &["a */ b".to_owned()]);
        assert_eq!(about, "/** a * / b */\n");
    }
}
