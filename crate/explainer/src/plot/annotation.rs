//! What a panel says about its values: a number, a few words, and the point that they are about.

use super::Role;

/// A key number with its words, beside the point that it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The point, on the panel's axes. Of a bracket, the y of its bar, and where over it the words stand if there is
    /// room.
    pub at: (f64, f64),
    /// The range of x that a bracket spans, if it has one.
    pub span: Option<(f64, f64)>,
    /// The number; may be empty.
    pub key: String,
    /// The words; may be empty.
    pub text: String,
    /// How number and words stand together.
    pub form: Form,
    /// Where they stand if there is room.
    pub side: Side,
    /// Whether they keep to their side of the point, and only slide up or down to where there is room: then they don't
    /// jump while the point moves.
    pub slides: bool,
    /// What they stand for: their colour. Without a role they are ink.
    pub role: Option<Role>,
}

/// How number and words of an annotation stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A large number above its words.
    Stacked,
    /// A large number before its words.
    Inline,
    /// A strong number, as small as its words, before them.
    Small,
}

/// Where an annotation stands by its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To the right of it.
    Right,
    /// To the left of it.
    Left,
    /// Above it, with a leader if it has to be far away.
    Above,
    /// Below it.
    Below,
}

impl Annotation {
    /// A large number above its words, beside a point.
    pub fn new(
        at: (f64, f64),
        side: Side,
        key: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            at,
            span: None,
            key: key.into(),
            text: text.into(),
            form: Form::Stacked,
            side,
            slides: false,
            role: None,
        }
    }

    /// A large number and its words over a bracket from `span.0` to `span.1` at the height `y`.
    pub fn bracket(
        span: (f64, f64),
        y: f64,
        key: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            span: Some(span),
            form: Form::Inline,
            ..Self::new((0.5 * (span.0 + span.1), y), Side::Above, key, text)
        }
    }

    /// The same in another form.
    #[must_use]
    #[inline(never)]
    pub fn form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The same, keeping to its side, which is the left or the right.
    #[must_use]
    pub fn sliding(self) -> Self {
        let slides = true;
        Self { slides, ..self }
    }

    /// The same in a role's colour.
    #[must_use]
    #[inline(never)]
    pub fn of(self, role: Role) -> Self {
        let role = Some(role);
        Self { role, ..self }
    }

    /// Number and words as one text.
    pub fn words(&self) -> String {
        let gap = if self.key.is_empty() || self.text.is_empty() {
            ""
        } else {
            " "
        };
        format!("{}{gap}{}", self.key, self.text)
    }
}
