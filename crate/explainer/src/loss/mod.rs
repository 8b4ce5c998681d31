//! The losses as the page shows them: names, colours, dashes. What they compute, how they train and which knobs they
//! have is in [`ghm::loss`], in the same order.
//!
//! Figures, training, prose, summaries and tables go through these lists.

use crate::plot::{Look, Role};
use crate::text::{Choice, Text};
use ghm::loss::{BOX_LOSSES, BoxRow, CLASS_LOSSES, ClassRow};

/// How one loss is called and drawn.
#[derive(Clone, Copy, Debug)]
pub struct Loss {
    /// Key and name.
    pub choice: Choice,
    /// Colour and dash of its lines. Only GHM is blue.
    pub look: Look,
}

/// The classification losses, in the order of [`CLASS_LOSSES`].
pub const CLASS: [Loss; 6] = [
    loss(
        "ce",
        Text::CrossEntropy,
        Look::dashed(0x5a6475, 0xb4b9c2, 1.75, &[2.0, 3.0]),
    ),
    loss(
        "focal",
        Text::FocalLoss,
        Look::dashed(0xbd520f, 0xff9646, 1.75, &[7.0, 4.0]),
    ),
    loss("ghm", Text::GhmC, Look::solid(0x0a62d0, 0x6ea2ff, 2.4)),
    loss(
        "ohem",
        Text::Ohem,
        Look::dashed(0x661200, 0xff4a2a, 1.75, &[4.0, 2.0]),
    ),
    loss(
        "balanced",
        Text::Balanced,
        Look::dashed(0x004c3f, 0x63f5cd, 1.75, &[10.0, 2.0]),
    ),
    loss(
        "asymmetric",
        Text::Asymmetric,
        Look::dashed(0xac12b2, 0xd957a7, 1.75, &[1.5, 4.0]),
    ),
];

/// The box losses, in the order of [`BOX_LOSSES`].
pub const BOX: [Loss; 5] = [
    loss(
        "sl1",
        Text::SmoothL1,
        Look::dashed(0x5a6475, 0xb4b9c2, 1.75, &[2.0, 3.0]),
    ),
    loss(
        "asl1",
        Text::Asl1,
        Look::dashed(0x0c5a42, 0x86ecdf, 2.0, &[12.0, 3.0]),
    ),
    loss("ghm-r", Text::GhmR, Look::solid(0x0a62d0, 0x6ea2ff, 2.4)),
    loss(
        "l1",
        Text::L1,
        Look::dashed(0x89711c, 0xf2a80f, 1.75, &[5.0, 3.0]),
    ),
    loss(
        "balanced-l1",
        Text::BalancedL1,
        Look::dashed(0x742381, 0xb863c0, 1.75, &[8.0, 4.0]),
    ),
];

/// Cross-entropy's place in [`CLASS`].
pub const CE: usize = 0;
/// Focal loss's place.
pub const FOCAL: usize = 1;
/// GHM-C's place.
pub const GHM: usize = 2;
/// SL1's place in [`BOX`].
pub const SL1: usize = 0;
/// ASL1's place.
pub const ASL1: usize = 1;
/// GHM-R's place.
pub const GHM_R: usize = 2;

/// How many losses of a kind are shown at once, at most.
pub const MOST: usize = 5;

const fn loss(value: &'static str, label: Text, look: Look) -> Loss {
    let choice = Choice { value, label };
    Loss { choice, look }
}

/// The classification loss at `place`: what it computes, and its parameters.
pub fn class_row(place: usize) -> &'static ClassRow {
    &CLASS_LOSSES[place]
}

/// The box loss at `place`: what it computes, and its parameters.
pub fn box_row(place: usize) -> &'static BoxRow {
    &BOX_LOSSES[place]
}

/// Keys of the parameters of all classification losses but GHM-C, whose knobs the page has anyway.
pub fn class_parameters() -> Vec<&'static str> {
    let others = CLASS_LOSSES
        .iter()
        .filter(|row| row.key != CLASS[GHM].choice.value);
    others.flat_map(|row| row.parameters).copied().collect()
}

/// Keys of the parameters of all box losses but GHM-R.
pub fn box_parameters() -> Vec<&'static str> {
    let others = BOX_LOSSES
        .iter()
        .filter(|row| row.key != BOX[GHM_R].choice.value);
    others.flat_map(|row| row.parameters).copied().collect()
}

/// The place of the loss with this key; none if there is no such loss.
pub fn place(losses: &[Loss], key: &str) -> Option<usize> {
    losses.iter().position(|loss| loss.choice.value == key)
}

/// The losses as a knob's options: keys and names.
pub const fn choices<const N: usize>(losses: [Loss; N]) -> [Choice; N] {
    let mut choices = [losses[0].choice; N];
    let mut place = 1;
    while place < N {
        choices[place] = losses[place].choice;
        place += 1;
    }
    choices
}

/// Some losses of a list, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen(u32);

impl Chosen {
    /// No loss.
    pub const NONE: Self = Self(0);

    /// The losses at these places.
    pub const fn of(places: &[usize]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < places.len() {
            bits |= 1 << places[i];
            i += 1;
        }
        Self(bits)
    }

    /// Whether the loss at `place` is among them.
    pub fn contains(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    /// Also chooses the loss at `place`.
    #[must_use]
    pub fn with(self, place: usize) -> Self {
        Self(self.0 | 1 << place)
    }

    /// How many.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Their places, in the list's order.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..u32::BITS as usize).filter(move |&place| self.contains(place))
    }
}

/// The name and role of the classification loss at `place`, for a series.
pub fn class_series(place: usize) -> (Text, Role) {
    (CLASS[place].choice.label, Role::Class(place))
}

/// The name and role of the box loss at `place`, for a series.
pub fn box_series(place: usize) -> (Text, Role) {
    (BOX[place].choice.label, Role::Box(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_shows_every_loss_there_is() {
        let keys = |losses: &[Loss]| {
            losses
                .iter()
                .map(|loss| loss.choice.value)
                .collect::<Vec<_>>()
        };
        let class: Vec<_> = CLASS_LOSSES.iter().map(|row| row.key).collect();
        let boxes: Vec<_> = BOX_LOSSES.iter().map(|row| row.key).collect();
        assert_eq!((keys(&CLASS), keys(&BOX)), (class, boxes));
        let places = [CE, FOCAL, GHM].map(|place| CLASS[place].choice.value);
        assert_eq!(places, ["ce", "focal", "ghm"]);
        let places = [SL1, ASL1, GHM_R].map(|place| BOX[place].choice.value);
        assert_eq!(places, ["sl1", "asl1", "ghm-r"]);
    }

    #[test]
    fn chosen_losses_are_walked_in_their_order() {
        let chosen = Chosen::of(&[4, 0]).with(2);
        assert_eq!(chosen.places().collect::<Vec<_>>(), [0, 2, 4]);
        assert_eq!((chosen.len(), chosen.contains(1)), (3, false));
        assert!(Chosen::NONE.is_empty());
    }
}
