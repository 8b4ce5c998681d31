//! What the element has besides figures and knobs: attributes, properties, methods, events, messages.

use super::{Attribute, Event, Field, Message, Method, Property, Sender, Takes};

/// The parts of a figure that the attribute `text` names.
pub const TEXTS: &[&str] = &["title", "caption", "legend", "readout", "table", "tools"];
/// What the attribute `theme` takes.
pub const THEMES: &[&str] = &["auto", "light", "dark"];

/// The article's predictions, which the attribute `question` names; `prose/predict.rs` judges them.
pub const QUESTIONS: &[&str] = &[
    "crowd",
    "loneliest",
    "outliers",
    "shape",
    "bins",
    "first-loss",
    "offset",
    "crossover",
    "flat",
];

/// The attributes besides knobs.
pub const ATTRIBUTES: &[Attribute] = &[
    Attribute {
        name: "name",
        parameter: Some("figure"),
        takes: Takes::Figure,
        default: None,
        description: "which figure; without it, the first",
    },
    Attribute {
        name: "controls",
        parameter: Some("controls"),
        takes: Takes::Knobs(&["auto", "all", "none"]),
        default: Some("auto"),
        description: "the knobs that have a control; without it `auto`, those that the figure has in the article",
    },
    Attribute {
        name: "lock",
        parameter: Some("lock"),
        takes: Takes::Knobs(&["none"]),
        default: Some("none"),
        description: "the knobs that the reader can't move; of these a control shows only if `controls` names it",
    },
    Attribute {
        name: "text",
        parameter: Some("text"),
        takes: Takes::SomeOf(TEXTS),
        default: None,
        description: "the parts that show around the plots; without it, all",
    },
    Attribute {
        name: "theme",
        parameter: Some("theme"),
        takes: Takes::OneOf(THEMES),
        default: Some("auto"),
        description: "the colours; without it `auto`, those of the page around it",
    },
    Attribute {
        name: "scale",
        parameter: Some("scale"),
        takes: Takes::Number(0.5, 8.0),
        default: Some("1"),
        description: "how many times as large as usual all text is, such as `2` on a slide",
    },
    Attribute {
        name: "lang",
        parameter: Some("lang"),
        takes: Takes::Language,
        default: None,
        description: "`en` or `zh`; without it, the language of the page around it, and English where that is neither",
    },
    Attribute {
        name: "pinned",
        parameter: Some("pinned"),
        takes: Takes::State,
        default: None,
        description: "the settings A that are drawn behind the present ones, such as `bins:10_mu:0.1`, or `default`",
    },
    Attribute {
        name: "axes-with",
        parameter: None,
        takes: Takes::Id,
        default: None,
        description: "the `id` of another figure of the same name: both then have common axes",
    },
    Attribute {
        name: "question",
        parameter: Some("question"),
        takes: Takes::Question(QUESTIONS),
        default: None,
        description: "a question to answer in the figure",
    },
    Attribute {
        name: "cover",
        parameter: Some("cover"),
        takes: Takes::Flag,
        default: None,
        description: "hides the figure until its question is answered",
    },
    Attribute {
        name: "shared",
        parameter: None,
        takes: Takes::Flag,
        default: None,
        description: "shares its knobs with the page's other figures that are marked so",
    },
];

const FIGURE: Field = Field {
    name: "figure",
    ts: "FigureName",
    description: "The figure's name.",
};
const STATE: Field = Field {
    name: "state",
    ts: "string",
    description: "The knobs that differ from their defaults, and what is pinned, as a query string.",
};
const REASON: Field = Field {
    name: "message",
    ts: "string",
    description: "What went wrong.",
};

const ANSWER: &[Field] = &[
    FIGURE,
    Field {
        name: "question",
        ts: "string",
        description: "The prediction's name, or what a question of one's own asks.",
    },
    Field {
        name: "answer",
        ts: "string",
        description: "The answer: a number, a free text, the text of a choice, or the key of a prediction's choice.",
    },
    Field {
        name: "right",
        ts: "boolean | null",
        description: "Whether it was right: null if that is not judged, or can't be in this state.",
    },
    STATE,
];

/// The properties besides knobs.
pub const PROPERTIES: &[Property] = &[
    Property {
        name: "name",
        ts: "string",
        readonly: false,
        description: "The attribute `name`.",
    },
    Property {
        name: "figure",
        ts: "FigureName",
        readonly: true,
        description: "The figure that it shows: the first one, if there is none of its name.",
    },
    Property {
        name: "heading",
        ts: "string",
        readonly: true,
        description: "The figure's title in its language; empty until it lives.",
    },
    Property {
        name: "state",
        ts: "string",
        readonly: false,
        description: "The knobs that differ from their defaults, and what is pinned, as a query string. Knobs that a new one doesn't name go back to their defaults.",
    },
    Property {
        name: "pinned",
        ts: "string",
        readonly: false,
        description: "The settings A that are drawn behind the present ones, such as `bins:10_mu:0.1`; empty if nothing is pinned.",
    },
    Property {
        name: "answer",
        ts: "string | undefined",
        readonly: false,
        description: "The answer to its question; set before the figure lives, it shows as given.",
    },
    Property {
        name: "controls",
        ts: "string",
        readonly: false,
        description: "The attribute `controls`, which may be given as an array, too; `undefined` takes it away.",
    },
    Property {
        name: "lock",
        ts: "string",
        readonly: false,
        description: "The attribute `lock`, in the same way.",
    },
    Property {
        name: "text",
        ts: "string",
        readonly: false,
        description: "The attribute `text`, in the same way.",
    },
    Property {
        name: "theme",
        ts: "string",
        readonly: false,
        description: "The attribute `theme`.",
    },
    Property {
        name: "scale",
        ts: "number | string",
        readonly: false,
        description: "The attribute `scale`.",
    },
    Property {
        name: "axesWith",
        ts: "string",
        readonly: false,
        description: "The attribute `axes-with`.",
    },
    Property {
        name: "room",
        ts: "number | undefined",
        readonly: false,
        description: "Height in CSS pixels that the whole figure fills as far as it can; if undefined, it is as high as suits it.",
    },
];

/// The methods.
pub const METHODS: &[Method] = &[
    Method {
        name: "value",
        generics: "<K extends KnobName>",
        parameters: &[Field {
            name: "knob",
            ts: "K",
            description: "The knob's key.",
        }],
        returns: "Knobs[K] | undefined",
        description: "A knob's value; undefined until the figure lives, unless it was set.",
    },
    Method {
        name: "set",
        generics: "",
        parameters: &[Field {
            name: "values",
            ts: "Settings",
            description: "The knobs to set.",
        }],
        returns: "void",
        description: "Sets knobs, such as `{ bins: 10, mu: 0.04 }`. A note under the figure says what could not be taken.",
    },
];

/// The events.
pub const EVENTS: &[Event] = &[
    Event {
        name: "ghm-ready",
        ts: "null",
        detail: &[],
        description: "The figure lives.",
    },
    Event {
        name: "ghm-change",
        ts: "Change",
        detail: &[FIGURE, STATE],
        description: "Knobs have changed, and the movement has ended.",
    },
    Event {
        name: "ghm-answer",
        ts: "Answer",
        detail: ANSWER,
        description: "The reader has answered the figure's question.",
    },
    Event {
        name: "ghm-error",
        ts: "Failure",
        detail: &[REASON],
        description: "The engine can't start; the element's children stand for the figure.",
    },
];

/// The messages between a frame and the page around it.
pub const MESSAGES: &[Message] = &[
    Message {
        name: "ready",
        sender: Sender::Frame,
        fields: &[FIGURE, STATE],
        description: "The figure lives.",
    },
    Message {
        name: "resize",
        sender: Sender::Frame,
        fields: &[Field {
            name: "height",
            ts: "number",
            description: "CSS pixels.",
        }],
        description: "The height that suits the figure has changed.",
    },
    Message {
        name: "state",
        sender: Sender::Frame,
        fields: &[FIGURE, STATE],
        description: "Knobs have changed, or the page has asked.",
    },
    Message {
        name: "answer",
        sender: Sender::Frame,
        fields: ANSWER,
        description: "The reader has answered the figure's question.",
    },
    Message {
        name: "error",
        sender: Sender::Frame,
        fields: &[REASON],
        description: "The engine can't start; a picture stands for the figure.",
    },
    Message {
        name: "set",
        sender: Sender::Host,
        fields: &[
            Field {
                name: "values?",
                ts: "FrameParameters",
                description: "Parameters to set, such as `{ mu: 0.1 }`.",
            },
            Field {
                name: "state?",
                ts: "string",
                description: "Knobs as a query string; those that it doesn't name go back to their defaults.",
            },
        ],
        description: "Sets parameters.",
    },
    Message {
        name: "get",
        sender: Sender::Host,
        fields: &[],
        description: "Asks for the state.",
    },
];
