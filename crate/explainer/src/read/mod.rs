//! What a figure says in words and numbers: read-out, legend, table, CSV.

mod table;

pub use table::{Table, csv, tables};

use crate::draw::Placed;
use crate::plot::{Cursor, Panel, Plot, Role, Shape, Unit, cell};
use crate::text::number::{count, number, percent};
use crate::text::{Lang, Text};

/// Significant digits of the read-out and the table.
const DIGITS: usize = 4;

/// A name and its value, as the read-out shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What is read.
    pub name: String,
    /// Its value as text.
    pub value: String,
    /// What it stands for, if it has a colour.
    pub role: Option<Role>,
}

/// The values at the cursor.
pub fn readout(plot: &Plot, cursor: Cursor, lang: Lang) -> Vec<Item> {
    let Some(pointed) = plot.panels.get(cursor.panel).filter(|p| p.is_read()) else {
        return vec![];
    };
    let mut items = vec![Item {
        name: pointed.x.label.clone(),
        value: number(cursor.x, DIGITS, lang),
        role: None,
    }];
    if let Some(edges) = pointed.edges()
        && let Some(j) = cell(edges, cursor.x)
    {
        items.push(Item {
            name: Text::Region.get(lang).into(),
            value: format!(
                "{} / {} [{}, {}{}",
                count(j as u64 + 1, lang),
                count(edges.len() as u64 - 1, lang),
                number(edges[j], DIGITS, lang),
                number(edges[j + 1], DIGITS, lang),
                if j + 2 == edges.len() { "]" } else { ")" },
            ),
            role: None,
        });
    }
    let read = |index: usize| index == cursor.panel || plot.shared_x;
    let panels = || {
        let all = plot.panels.iter().enumerate();
        all.filter(|(index, _)| read(*index))
            .map(|(_, panel)| panel)
    };
    // Who hears the values knows them by their names alone: one that two panels have is told with what it is there.
    let is_twice = |name: &str| {
        let with = |panel: &&Panel| panel.series.iter().any(|series| series.name == name);
        panels().filter(with).count() > 1
    };
    for panel in panels() {
        let named = panel.series.iter().filter(|series| !series.name.is_empty());
        items.extend(named.filter_map(|series| {
            series.at(cursor.x).map(|value| Item {
                name: match is_twice(&series.name) {
                    true => format!("{} ({})", series.name, panel.y.label),
                    false => series.name.clone(),
                },
                value: written(value, DIGITS, series.unit(&panel.y), lang),
                role: Some(series.role).filter(|_| series.drawn()),
            })
        }));
        items.extend(said(panel, cursor.x).map(|(key, text)| Item {
            name: text.to_owned(),
            value: key.to_owned(),
            role: None,
        }));
    }
    items
}

/// Key numbers and words of the annotations in the same cell as `x`; without cells, at `x`.
fn said(panel: &Panel, x: f64) -> impl Iterator<Item = (&str, &str)> {
    let here = move |at: f64| match panel.edges() {
        Some(edges) => cell(edges, at) == cell(edges, x),
        None => (at - x).abs() < 1e-9,
    };
    let all = panel.annotations.iter();
    let here = all.filter(move |it| it.span.is_none() && here(it.at.0));
    here.map(|it| (it.key.as_str(), it.text.as_str()))
}

/// A value of an axis as text.
pub fn written(value: f64, digits: usize, unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Percent => percent(value, lang),
        Unit::Times => number(value, digits, lang) + "×",
        Unit::Plain => number(value, digits, lang),
    }
}

/// The cursor moved on by `by` stops: from panel to panel, but where panels are read together. Without a cursor one
/// enters at the end that one comes from; a large `by` leads to an end from anywhere.
pub fn moved(plot: &Plot, cursor: Option<Cursor>, by: i32) -> Option<Cursor> {
    // A plane has no stops.
    let read = |i: &usize| plot.panels.get(*i).is_some_and(Panel::is_read);
    let first = (0..plot.panels.len()).find(read)?;
    let at = cursor.map(|c| c.panel).filter(read);
    let panels: Vec<usize> = match plot.shared_x {
        true => vec![at.unwrap_or(first)],
        false => (0..plot.panels.len()).filter(read).collect(),
    };
    let stops: Vec<Cursor> = panels
        .into_iter()
        .flat_map(|panel| {
            let all = plot.panels[panel].stops().into_iter();
            all.map(move |x| Cursor { panel, x })
        })
        .collect();
    let last = stops.len().checked_sub(1)?;
    let far = by.unsigned_abs() as usize > last;
    let to = match cursor.filter(|c| at == Some(c.panel)) {
        None if far == (by > 0) => last,
        None => 0,
        Some(c) => {
            let own = (0..=last).filter(|&i| stops[i].panel == c.panel);
            let away = |i: usize| (stops[i].x - c.x).abs();
            let nearest = own.min_by(|&a, &b| away(a).total_cmp(&away(b)))?;
            nearest.saturating_add_signed(by as isize).min(last)
        }
    };
    stops.get(to).copied()
}

/// One legend entry for each thing drawn whose name doesn't stand in a panel, in order of first appearance.
pub fn legend(plot: &Plot, placed: &[Placed]) -> Vec<(String, Role, bool)> {
    let mut entries: Vec<(String, Role, bool)> = vec![];
    let shown = |panel: &&Panel| panel.instead.is_none();
    let all = || {
        plot.panels
            .iter()
            .zip(placed)
            .filter(|(panel, _)| shown(panel))
    };
    let labelled = |name: &str, role: Role| {
        all().any(|(panel, placed)| {
            let mut series = panel.series.iter().zip(&placed.labelled);
            series.any(|(it, &labelled)| labelled && (it.name.as_str(), it.role) == (name, role))
        })
    };
    for series in all().flat_map(|(panel, _)| &panel.series) {
        if labelled(&series.name, series.role) {
            continue;
        }
        if !series.drawn() || series.name.is_empty() || matches!(series.shape, Shape::Band { .. }) {
            continue;
        }
        let filled = matches!(
            series.shape,
            Shape::Bars { .. } | Shape::Points { .. } | Shape::Scatter { .. } | Shape::Lying { .. }
        );
        let same = |(name, role, _): &&mut (String, Role, bool)| {
            (name, role) == (&series.name, &series.role)
        };
        match entries.iter_mut().find(same) {
            // A role that is drawn as a line anywhere is shown as a line, as that has a dash.
            Some(entry) => entry.2 &= filled,
            None => entries.push((series.name.clone(), series.role, filled)),
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::{Axis, Panel, Series};

    pub(super) fn plot() -> Plot {
        let edges = vec![0.0, 0.5, 1.0];
        let series = vec![
            Series::bars("regions", Role::Regions, edges, vec![0.25, 0.75]),
            Series::curve("exact, \"all\"", Role::Exact, |g| g),
        ];
        let axis = |label: &str| Axis::linear(label, 0.0, 1.0);
        Plot::one(Panel::new(axis("g"), axis("share"), series), String::new())
    }

    #[test]
    fn the_readout_names_region_and_values() {
        let items = readout(&plot(), Cursor { panel: 0, x: 0.6 }, Lang::En);
        let text: Vec<_> = items.iter().map(|i| i.value.as_str()).collect();
        assert_eq!(text, ["0.6", "2 / 2 [0.5, 1]", "0.75", "0.6"]);
        assert!(readout(&plot(), Cursor { panel: 7, x: 0.6 }, Lang::En).is_empty());
    }

    #[test]
    fn arrows_walk_the_regions_and_stop_at_the_ends() {
        let plot = plot();
        let first = moved(&plot, None, 1).unwrap();
        assert_eq!(first.x, 0.25);
        let second = moved(&plot, Some(first), 1).unwrap();
        assert_eq!(second.x, 0.75);
        assert_eq!(moved(&plot, Some(second), 9).unwrap().x, 0.75);
        assert_eq!(moved(&plot, Some(second), -9).unwrap().x, 0.25);
        assert_eq!(moved(&plot, None, -1).unwrap().x, 0.75);
    }

    #[test]
    fn home_and_end_lead_to_the_ends_even_at_first() {
        let plot = plot();
        let somewhere = Some(Cursor { panel: 0, x: 0.25 });
        for from in [None, somewhere] {
            assert_eq!(moved(&plot, from, -1_000_000).unwrap().x, 0.25);
            assert_eq!(moved(&plot, from, 1_000_000).unwrap().x, 0.75);
        }
    }

    #[test]
    fn arrows_go_on_in_the_next_panel_unless_both_are_read_together() {
        let mut two = plot();
        two.panels.extend(plot().panels);
        two.shared_x = false;
        let end = Cursor { panel: 0, x: 0.75 };
        let next = moved(&two, Some(end), 1).unwrap();
        assert_eq!((next.panel, next.x), (1, 0.25));
        let back = moved(&two, Some(next), -1).unwrap();
        assert_eq!((back.panel, back.x), (0, 0.75));
        let last = moved(&two, None, 1_000_000).unwrap();
        assert_eq!((last.panel, last.x), (1, 0.75));
        two.shared_x = true;
        let stays = moved(&two, Some(end), 1).unwrap();
        assert_eq!((stays.panel, stays.x), (0, 0.75));
    }
}
