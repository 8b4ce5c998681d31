//! The table of results, and how they compare with the targets.

use super::answer::Row;
use super::cases::{self, Case, SKEWED, UNIFORM};
use super::chromium::Page;
use crate::Result;
use std::fs;

/// The machine and the browser that the numbers come from.
pub async fn machine(page: &Page) -> Result<String> {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let names: Vec<&str> = info
        .lines()
        .filter_map(|line| line.strip_prefix("model name"))
        .map(|line| line.trim_start_matches([' ', '\t', ':']))
        .collect();
    let name = names.first().copied().unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism()?;
    let browser = page.version().await?;
    let os = std::env::consts::OS;
    Ok(format!("{name}, {cores} cores, {os}; {browser}"))
}

/// Prints the rows of a case, each compared with this project's build with SIMD.
pub fn print_case(case: &Case, rows: &[Row]) {
    println!("\n{case}");
    println!(
        "  {:24} {:10} {:>12} {:>12}",
        "variant", "in", "ns/example", "times SIMD"
    );
    let ours = rows.iter().find(|row| row.variant == "wasm SIMD");
    for row in rows {
        let times = ours.map_or(f64::NAN, |ours| row.median / ours.median);
        println!(
            "  {:24} {:10} {:12.4} {times:12.2}",
            row.variant, row.env, row.median
        );
    }
}

/// A target of the project: the ratio of two rows.
struct Target {
    what: &'static str,
    over: (&'static str, Case),
    under: (&'static str, Case),
    limit: Limit,
}

enum Limit {
    AtLeast(f64),
    AtMost(f64),
}
use Limit::{AtLeast, AtMost};

fn targets() -> Vec<Target> {
    let case = |kernel, n, bins| Case {
        kernel,
        data: UNIFORM,
        n,
        bins,
    };
    let loss = |n, bins| case("GHM-C loss", n, bins);
    let skewed = Case {
        data: SKEWED,
        ..loss(100_000, 30)
    };
    let mut targets = Vec::new();
    let mut add = |what, over, under, limit| {
        targets.push(Target {
            what,
            over,
            under,
            limit,
        });
    };
    let at = loss(100_000, 30);
    for (variant, times) in [
        ("plain JavaScript", 9.0),
        ("best JavaScript", 2.0),
        ("wasm scalar", 3.3),
        ("JavaScript as mmdet", 70.0),
        ("TensorFlow.js best", 7.0),
        ("torch as mmdet", 20.0),
        ("torch best", 2.5),
    ] {
        add("GHM-C loss", (variant, at), (SIMD, at), AtLeast(times));
    }
    add("GHM-C loss", (SIMD, at), ("native AVX2", at), AtMost(2.1));
    let full = case("GHM-C full", 100_000, 30);
    let regression = case("GHM-R loss", 100_000, 10);
    add(
        "GHM-C full",
        ("best JavaScript", full),
        (SIMD, full),
        AtLeast(2.1),
    );
    add(
        "GHM-R loss",
        ("best JavaScript", regression),
        (SIMD, regression),
        AtLeast(2.4),
    );
    let boxes = case("GHM-R full", 100_000, 10);
    let million = case("GHM-C full", 1_000_000, 30);
    for (what, case) in [
        ("GHM-C full", full),
        ("GHM-R full", boxes),
        ("GHM-C full, N = 1M", million),
    ] {
        for package in ["package", "package, into"] {
            add(what, (package, case), (SIMD, case), AtMost(1.6));
        }
    }
    let (few, many) = (loss(100_000, 10), loss(100_000, 100));
    add("M = 100 against 10", (SIMD, many), (SIMD, few), AtMost(1.1));
    add(
        "skewed data against uniform",
        (SIMD, skewed),
        (SIMD, at),
        AtMost(1.2),
    );
    let large = loss(4_000_000, 30);
    add(
        "N = 4M against 100k",
        (SIMD, large),
        (SIMD, at),
        AtMost(1.3),
    );
    let million = loss(1_000_000, 30);
    let density = case("exact density", 1_000_000, 30);
    add(
        "exact density against a pass",
        (SIMD, density),
        (SIMD, million),
        AtMost(8.0),
    );
    let [step, _] = cases::training();
    for (variant, times) in [("wasm scalar", 3.0), ("TensorFlow.js", 2.0)] {
        add(
            "training step",
            (variant, step),
            (SIMD, step),
            AtLeast(times),
        );
    }
    targets
}

const SIMD: &str = "wasm SIMD";

/// Prints each target beside what was measured.
pub fn print_targets(rows: &[Row]) {
    let median = |(variant, case): (&str, Case)| {
        let mut found = rows
            .iter()
            .filter(|row| row.variant == variant && row.case == case);
        found.next().map(|row| row.median)
    };
    println!("\nTargets (ratios of medians)");
    for Target {
        what,
        over,
        under,
        limit,
    } in targets()
    {
        // A flag such as `--quick` leaves cases out, and the targets that need them.
        if !rows.iter().any(|row| row.case == under.1) {
            continue;
        }
        let name = match over.0 == under.0 {
            true => what.to_owned(),
            false => format!("{what}: {} / {}", over.0, under.0),
        };
        let (Some(a), Some(b)) = (median(over), median(under)) else {
            println!("  {name:52} not measured");
            continue;
        };
        let ratio = a / b;
        let (met, wanted) = match limit {
            AtLeast(times) => (ratio >= times, format!("at least {times}")),
            AtMost(times) => (ratio <= times, format!("at most {times}")),
        };
        let verdict = if met { "met" } else { "MISSED" };
        println!("  {name:52} {ratio:8.2}  {wanted:14} {verdict}");
    }
    let million = |kernel, bins| Case {
        kernel,
        data: UNIFORM,
        n: 1_000_000,
        bins,
    };
    let slider = million("bins slider", 30);
    let [step, _] = cases::training();
    // A sort is told by the example, the others by the call.
    let examples = slider.n as f64;
    for (what, row, nanoseconds, most) in [
        (
            "bins slider, N = 1M, microseconds",
            (SIMD, slider),
            1e3,
            10.0,
        ),
        (
            "training step, 16 scenes, milliseconds",
            (SIMD, step),
            1e6,
            10.0,
        ),
        (
            "sort, N = 1M, ns an example",
            (SIMD, million("sort", 30)),
            examples,
            30.0,
        ),
        (
            "sort, N = 1M, ns an example, native",
            ("native", million("sort", 30)),
            examples,
            30.0,
        ),
        (
            "GHM-R sort, N = 1M, ns an example",
            (SIMD, million("GHM-R sort", 10)),
            examples,
            30.0,
        ),
    ] {
        if let Some(each) = median(row) {
            let time = each * row.1.n as f64 / nanoseconds;
            let verdict = if time <= most { "met" } else { "MISSED" };
            let wanted = format!("at most {most}");
            println!("  {what:52} {time:8.2}  {wanted:14} {verdict}");
        }
    }
}
