//! `www/npm/custom-elements.json`: the custom-elements manifest, which editors and catalogues read.
//!
//! Schema: <https://github.com/webcomponents/custom-elements-manifest>, version 2.1.0.

use crate::describe::{ELEMENT, default, name, range, sentence};
use crate::element::{attribute_sentence, attribute_type, value_type};
use crate::file::Result;
use explainer::registry::{self, Field, KnobEntry, Registry, Takes};
use serde::Serialize;

const CLASS: &str = "GhmFigure";
const TAG: &str = "ghm-figure";
const MODULE: &str = "element.js";

/// The text of the file.
pub fn json(registry: &Registry) -> Result<String> {
    let manifest = Manifest {
        schema_version: "2.1.0",
        modules: [Module {
            kind: "javascript-module",
            path: MODULE,
            declarations: [declaration(registry)],
            exports: [
                export("js", CLASS),
                export("custom-element-definition", TAG),
            ],
        }],
    };
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    schema_version: &'static str,
    modules: [Module; 1],
}

#[derive(Serialize)]
struct Module {
    kind: &'static str,
    path: &'static str,
    declarations: [Declaration; 1],
    exports: [Export; 2],
}

#[derive(Serialize)]
struct Export {
    kind: &'static str,
    name: &'static str,
    declaration: Reference,
}

fn export(kind: &'static str, name: &'static str) -> Export {
    let declaration = Reference {
        name: CLASS,
        package: None,
        module: Some(MODULE),
    };
    Export {
        kind,
        name,
        declaration,
    }
}

#[derive(Serialize)]
struct Reference {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    module: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Declaration {
    kind: &'static str,
    name: &'static str,
    description: &'static str,
    superclass: Reference,
    custom_element: bool,
    tag_name: &'static str,
    attributes: Vec<Attribute>,
    members: Vec<Member>,
    events: Vec<Event>,
    slots: [Slot; 1],
}

#[derive(Serialize)]
struct Type {
    text: String,
}

fn ts(text: impl Into<String>) -> Type {
    Type { text: text.into() }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Attribute {
    name: &'static str,
    description: String,
    #[serde(rename = "type")]
    ts: Type,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field_name: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Member {
    Field(Property),
    Method(Method),
}

#[derive(Serialize)]
struct Property {
    name: &'static str,
    description: String,
    #[serde(rename = "type")]
    ts: Type,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute: Option<&'static str>,
    readonly: bool,
}

#[derive(Serialize)]
struct Method {
    name: &'static str,
    description: &'static str,
    parameters: Vec<Parameter>,
    #[serde(rename = "return")]
    returns: Return,
}

#[derive(Serialize)]
struct Parameter {
    name: &'static str,
    description: &'static str,
    #[serde(rename = "type")]
    ts: Type,
}

#[derive(Serialize)]
struct Return {
    #[serde(rename = "type")]
    ts: Type,
}

#[derive(Serialize)]
struct Event {
    name: &'static str,
    description: &'static str,
    #[serde(rename = "type")]
    ts: Type,
}

#[derive(Serialize)]
struct Slot {
    name: &'static str,
    description: &'static str,
}

fn declaration(registry: &Registry) -> Declaration {
    let attributes = registry.attributes.iter().map(attribute);
    let properties = registry
        .properties
        .iter()
        .map(|it| Member::Field(property(it, registry.attributes)));
    let methods = registry.methods.iter().map(|it| Member::Method(method(it)));
    let knob_properties = registry.knobs.iter().map(knob_property).map(Member::Field);
    let events = registry.events.iter().map(|event| Event {
        name: event.name,
        description: event.description,
        ts: ts(format!("CustomEvent<{}>", event.ts)),
    });
    Declaration {
        kind: "class",
        name: CLASS,
        description: ELEMENT,
        superclass: Reference {
            name: "HTMLElement",
            package: Some("global:"),
            module: None,
        },
        custom_element: true,
        tag_name: TAG,
        attributes: attributes
            .chain(registry.knobs.iter().map(knob_attribute))
            .collect(),
        members: properties.chain(methods).chain(knob_properties).collect(),
        events: events.collect(),
        slots: [Slot {
            name: "",
            description: "What stands for the figure until it lives, and stays if it can't.",
        }],
    }
}

fn attribute(attribute: &registry::Attribute) -> Attribute {
    let text = attribute_type(attribute).unwrap_or_else(|| match attribute.takes {
        Takes::Flag => "boolean".into(),
        _ => "string".into(),
    });
    Attribute {
        name: attribute.name,
        description: attribute_sentence(attribute),
        ts: ts(text),
        default: attribute.default.map(str::to_owned),
        field_name: None,
    }
}

fn describe(knob: &KnobEntry) -> String {
    sentence(&format!("{}: {}", name(knob), range(&knob.values)))
}

fn knob_attribute(knob: &KnobEntry) -> Attribute {
    Attribute {
        name: knob.key,
        description: describe(knob),
        ts: ts(value_type(&knob.values)),
        default: Some(default(&knob.values)),
        field_name: Some(knob.key),
    }
}

fn knob_property(knob: &KnobEntry) -> Property {
    Property {
        name: knob.key,
        description: describe(knob),
        ts: ts(value_type(&knob.values)),
        default: None,
        attribute: Some(knob.key),
        readonly: false,
    }
}

fn property(property: &registry::Property, attributes: &[registry::Attribute]) -> Property {
    let attribute = attributes.iter().find(|it| it.name == property.name);
    Property {
        name: property.name,
        description: property.description.into(),
        ts: ts(property.ts),
        default: None,
        attribute: attribute.map(|it| it.name),
        readonly: property.readonly,
    }
}

fn method(method: &registry::Method) -> Method {
    let parameter = |field: &Field| Parameter {
        name: field.name,
        description: field.description,
        ts: ts(field.ts),
    };
    Method {
        name: method.name,
        description: method.description,
        parameters: method.parameters.iter().map(parameter).collect(),
        returns: Return {
            ts: ts(method.returns),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::tests::knobs;
    use serde_json::Value;

    #[test]
    fn each_knob_is_an_attribute_with_its_default_and_a_property() {
        let registry = Registry {
            knobs: knobs(),
            ..registry::registry()
        };
        let manifest: Value = serde_json::from_str(&json(&registry).unwrap()).unwrap();
        let element = &manifest["modules"][0]["declarations"][0];
        let named = |list: &str, name: &str| {
            let all = element[list].as_array().unwrap().iter();
            all.clone().find(|it| it["name"] == name).unwrap().clone()
        };
        assert_eq!(named("attributes", "losses")["default"], "ce,ghm");
        assert_eq!(
            named("attributes", "delta")["default"],
            "0.1111111111111111"
        );
        assert_eq!(named("attributes", "bins")["fieldName"], "bins");
        let bins = named("members", "bins");
        assert_eq!(bins["kind"], "field");
        assert_eq!(bins["type"]["text"], "number");
        assert_eq!(named("members", "set")["kind"], "method");
        assert_eq!(named("members", "name")["attribute"], "name");
        let change = named("events", "ghm-change");
        assert_eq!(change["type"]["text"], "CustomEvent<Change>");
    }
}
