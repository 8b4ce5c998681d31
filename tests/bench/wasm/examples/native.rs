//! The kernels at each native SIMD level, and the reference. `cargo xtask bench` asks for one case
//! per line and gets one line back. Also writes the batches that every program reads.

#[cfg(target_arch = "x86_64")]
use fearless_simd::Simd;
use ghm::{
    Average, Options, Sorted, UnitRegions,
    baseline::{Value, asl1, cross_entropy},
    density::{classification_norm, valid_length},
    kernel::{ExampleBatch, Level, Pass},
    sample::Preset,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use training::Training;

#[expect(dead_code, reason = "only the page reads the numbers of a training")]
#[path = "../src/training.rs"]
mod training;

const MU: f64 = 0.02;
const SEED: u32 = 1;
/// A sample lasts at least this long.
const SAMPLE: Duration = Duration::from_millis(1);

#[derive(Deserialize)]
struct Request {
    kernel: String,
    data: String,
    n: usize,
    bins: usize,
    rounds: usize,
}

#[derive(Default, Serialize)]
struct Variant {
    #[serde(skip)]
    repeat: u32,
    /// Nanoseconds per example.
    samples: Vec<f64>,
    digest: Vec<f64>,
}

/// One way to do the work. It returns the digest if it is told to.
type Call<'a> = Box<dyn FnMut(bool) -> Vec<f64> + 'a>;

fn main() {
    let folder = PathBuf::from(env::args().nth(1).expect("the folder for the data"));
    for line in io::stdin().lines() {
        let request: Request = serde_json::from_str(&line.unwrap()).unwrap();
        let answer = serde_json::json!({ "variants": run(&request, &folder) });
        println!("{answer}");
        io::stdout().flush().unwrap();
    }
}

/// Measures what a request asks for; with 0 rounds, computes the reference.
fn run(request: &Request, folder: &Path) -> BTreeMap<String, Variant> {
    let reference = |digest| {
        let variant = Variant {
            digest,
            ..Variant::default()
        };
        BTreeMap::from([("reference".into(), variant)])
    };
    if let Some(loss) = request.kernel.strip_prefix("training step, ") {
        let ghm = loss == "GHM-C";
        return match request.rounds {
            0 => reference(Training::new(Level::fallback(), ghm).digest()),
            _ => sampled(request, steps(ghm)),
        };
    }
    let data = Data::load(&request.data, request.n, folder);
    match request.rounds {
        0 => reference(data.reference(&request.kernel, request.bins)),
        _ => sampled(request, data.calls(&request.kernel, request.bins)),
    }
}

/// The training step at each level.
fn steps(ghm: bool) -> Vec<(String, Call<'static>)> {
    let at = |(name, level): (&str, _)| {
        let mut training = Training::new(level, ghm);
        let call: Call = Box::new(move |wanted| match wanted {
            true => training.digest(),
            false => training.step().into(),
        });
        (name.to_owned(), call)
    };
    levels().into_iter().map(at).collect()
}

/// Takes digests and samples: in each round, all ways in turn.
fn sampled(request: &Request, mut calls: Vec<(String, Call)>) -> BTreeMap<String, Variant> {
    let mut answer = BTreeMap::new();
    for (name, call) in &mut calls {
        let digest = call(true);
        let start = Instant::now();
        call(false);
        let each = start.elapsed().as_nanos().max(1);
        let variant = Variant {
            repeat: 1 + (SAMPLE.as_nanos() / each) as u32,
            digest,
            ..Variant::default()
        };
        answer.insert(name.clone(), variant);
    }
    for _ in 0..request.rounds {
        for (name, call) in &mut calls {
            let variant = answer.get_mut(name).unwrap();
            let start = Instant::now();
            for _ in 0..variant.repeat {
                call(false);
            }
            let each = start.elapsed().as_nanos() as f64 / f64::from(variant.repeat);
            variant.samples.push(each / request.n as f64);
        }
    }
    answer
}

struct Data {
    logits: Vec<f32>,
    targets: Vec<f32>,
    predictions: Vec<f32>,
    boxes: Vec<f32>,
}

impl Data {
    /// Makes a batch, and its file if there is none yet.
    fn load(set: &str, n: usize, folder: &Path) -> Self {
        let preset = Preset::from_name(set).expect("a preset's name");
        let examples = preset.classification(n, SEED);
        let offsets = preset.regression(n, SEED);
        let data = Self {
            logits: examples.logits,
            targets: examples.targets,
            predictions: offsets.predictions,
            boxes: offsets.targets,
        };
        let file = folder.join(format!("{set}-{n}.f32"));
        if !file.exists() {
            let lanes = [&data.logits, &data.targets, &data.predictions, &data.boxes];
            let values = lanes.into_iter().flatten();
            let bytes: Vec<u8> = values.flat_map(|value| value.to_le_bytes()).collect();
            fs::write(file, bytes).unwrap();
        }
        data
    }

    fn batch(&self, kernel: &str) -> ExampleBatch<'_> {
        let (inputs, targets) = match kernel.starts_with("GHM-R") {
            true => (&self.predictions, &self.boxes),
            false => (&self.logits, &self.targets),
        };
        ExampleBatch {
            inputs,
            targets,
            mask: None,
        }
    }

    fn sorted(&self) -> Sorted {
        Sorted::classification(&self.logits, &self.targets, None).unwrap()
    }

    fn sorted_offsets(&self) -> Sorted {
        Sorted::regression(&self.predictions, &self.boxes, None, MU).unwrap()
    }

    fn calls<'a>(&'a self, kernel: &'a str, bins: usize) -> Vec<(String, Call<'a>)> {
        let one = |call: Call<'a>| vec![("native".to_owned(), call)];
        match kernel {
            "sort" | "GHM-R sort" => one(Box::new(move |wanted| {
                let sorted = match kernel {
                    "sort" => self.sorted(),
                    _ => self.sorted_offsets(),
                };
                if wanted {
                    of_sorted(&sorted)
                } else {
                    Vec::new()
                }
            })),
            "bins slider" => {
                let (sorted, mut drag) = (self.sorted(), 0);
                let (mut counts, mut losses) = (Vec::new(), Vec::new());
                one(Box::new(move |wanted| {
                    drag = if wanted { 0 } else { drag + 1 };
                    let regions = UnitRegions::classification(bins + drag % 3).unwrap();
                    sorted.sums_into(&regions, &mut counts, &mut losses);
                    vec![mean(&counts, &losses)]
                }))
            }
            "exact density" => {
                let (sorted, mut densities) = (self.sorted(), Vec::new());
                one(Box::new(move |wanted| {
                    sorted.densities_into(1.0 / bins as f64, &mut densities);
                    if wanted {
                        weighted(&densities)
                    } else {
                        Vec::new()
                    }
                }))
            }
            _ => levels()
                .into_iter()
                .map(|(name, level)| (name.to_owned(), self.passes(kernel, bins, level)))
                .collect(),
        }
    }

    fn passes<'a>(&'a self, kernel: &'a str, bins: usize, level: Level) -> Call<'a> {
        let batch = self.batch(kernel);
        let mut pass = if kernel.starts_with("GHM-R") {
            let regions = UnitRegions::regression(bins, MU).unwrap();
            Pass::regression(level, &regions, MU).unwrap()
        } else {
            let regions = UnitRegions::classification(bins).unwrap();
            Pass::classification(level, &regions)
        };
        if kernel.ends_with("loss") {
            return Box::new(move |_| {
                pass.count(batch);
                vec![mean(pass.counts(), pass.losses())]
            });
        }
        let n = batch.inputs.len();
        let mut average = Average::new(options(bins)).unwrap();
        let (mut weights, mut gradient) = (vec![0.0; n], vec![0.0; n]);
        let mut of_regions = Vec::new();
        Box::new(move |wanted| {
            pass.count_and_mark(batch, &mut weights, &mut gradient);
            average.update(pass.counts());
            average.weights_into(pass.counts(), &mut of_regions);
            pass.weigh(&of_regions, 1.0 / n as f64, &mut weights, &mut gradient);
            let loss = mean(pass.counts(), pass.losses());
            if wanted {
                digest(loss, &weights, &gradient)
            } else {
                vec![loss]
            }
        })
    }

    /// Digests in `f64`, one example at a time.
    fn reference(&self, kernel: &str, bins: usize) -> Vec<f64> {
        let sorted = || {
            let pairs = self.logits.iter().zip(&self.targets);
            let mut keys: Vec<f32> = pairs.map(|(x, t)| if *t > 0.0 { -x } else { *x }).collect();
            keys.sort_by(f32::total_cmp);
            keys
        };
        match kernel {
            "sort" => {
                let keys = sorted();
                let n = keys.len() as f64;
                let losses = keys.iter().map(|&z| cross_entropy(f64::from(z), 0.0).value);
                let wide: Vec<f64> = keys.iter().map(|&z| f64::from(z)).collect();
                vec![losses.sum::<f64>() / n, weighted(&wide)[0]]
            }
            "GHM-R sort" => {
                let pairs = self.predictions.iter().zip(&self.boxes);
                let mut keys: Vec<f32> = pairs.map(|(p, t)| (p - t).abs()).collect();
                keys.sort_by(f32::total_cmp);
                let wide: Vec<f64> = keys.iter().map(|&d| f64::from(d)).collect();
                let losses = wide.iter().map(|&d| asl1(d, MU).value);
                vec![losses.sum::<f64>() / wide.len() as f64, weighted(&wide)[0]]
            }
            "exact density" => {
                let norms: Vec<f64> = sorted()
                    .iter()
                    .map(|&z| classification_norm(f64::from(z)))
                    .collect();
                let epsilon = 1.0 / bins as f64;
                let below = |g: f64| norms.partition_point(|&norm| norm < g) as f64;
                let density = |&g: &f64| {
                    (below(g + epsilon / 2.0) - below(g - epsilon / 2.0)) / valid_length(g, epsilon)
                };
                weighted(&norms.iter().map(density).collect::<Vec<_>>())
            }
            _ => self.reference_step(kernel, bins),
        }
    }

    fn reference_step(&self, kernel: &str, bins: usize) -> Vec<f64> {
        let regression = kernel.starts_with("GHM-R");
        let ExampleBatch {
            inputs, targets, ..
        } = self.batch(kernel);
        let regions = match regression {
            true => UnitRegions::regression(bins, MU).unwrap(),
            false => UnitRegions::classification(bins).unwrap(),
        };
        let examples = inputs.iter().zip(targets).map(|(&input, &target)| {
            if regression {
                let d = input - target;
                (regions.index(d.abs()), asl1(f64::from(d), MU))
            } else {
                let z = if target > 0.0 { -input } else { input };
                let value = cross_entropy(f64::from(input), f64::from(target));
                (regions.index(z), value)
            }
        });
        let examples: Vec<(usize, Value)> = examples.collect();
        let (mut counts, mut losses) = (vec![0; bins], vec![0.0; bins]);
        for (j, value) in &examples {
            counts[*j] += 1;
            losses[*j] += value.value;
        }
        let loss = mean(&counts, &losses);
        if !kernel.ends_with("full") {
            return vec![loss];
        }
        let n = inputs.len() as f64;
        let filled = counts.iter().filter(|&&count| count > 0).count() as f64;
        let weight = |j: usize| n / (counts[j] as f64 * filled);
        let weights: Vec<f32> = examples.iter().map(|e| weight(e.0) as f32).collect();
        let gradient = examples.iter().map(|e| weight(e.0) * e.1.derivative / n);
        let gradient: Vec<f32> = gradient.map(|g| g as f32).collect();
        digest(loss, &weights, &gradient)
    }
}

/// Without momentum, so that each call gives the same number.
fn options(bins: usize) -> Options {
    Options {
        bins,
        momentum: 0.0,
        ..Options::classification()
    }
}

/// The levels of this machine.
fn levels() -> Vec<(&'static str, Level)> {
    #[cfg_attr(not(target_arch = "x86_64"), expect(unused_mut))]
    let mut levels = vec![("native scalar", Level::fallback())];
    #[cfg(target_arch = "x86_64")]
    {
        let best = Level::new();
        levels.extend(
            best.as_sse4_2()
                .map(|token| ("native SSE4.2", token.level())),
        );
        levels.extend(best.as_avx2().map(|token| ("native AVX2", token.level())));
        levels.extend(
            best.as_avx512()
                .map(|token| ("native AVX-512", token.level())),
        );
    }
    #[cfg(target_arch = "aarch64")]
    levels.push(("native NEON", Level::new()));
    levels
}

/// The mean of the regions' mean losses: GHM without momentum.
fn mean(counts: &[u64], losses: &[f64]) -> f64 {
    let filled = counts.iter().filter(|&&count| count > 0).count();
    let means = counts.iter().zip(losses).filter(|pair| *pair.0 > 0);
    means.map(|(&count, loss)| loss / count as f64).sum::<f64>() / filled as f64
}

/// The digest of a full pass. It depends on the order, and signs don't cancel.
fn digest(loss: f64, weights: &[f32], gradient: &[f32]) -> Vec<f64> {
    let sum = |values: &[f32], period: usize| -> f64 {
        let terms = values.iter().enumerate();
        terms
            .map(|(i, &value)| f64::from(value.abs()) * (1 + i % period) as f64)
            .sum()
    };
    vec![loss, sum(weights, 3), sum(gradient, 5)]
}

/// The digest of sorted numbers: it depends on their order.
fn weighted(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    let terms = values.iter().enumerate();
    vec![terms.map(|(i, value)| value * i as f64 / n).sum()]
}

fn of_sorted(sorted: &Sorted) -> Vec<f64> {
    let keys: Vec<f64> = sorted.keys().iter().map(|&key| f64::from(key)).collect();
    vec![sorted.total_loss() / keys.len() as f64, weighted(&keys)[0]]
}
