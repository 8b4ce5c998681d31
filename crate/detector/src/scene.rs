//! Scenes: digits on 48 x 48 pixels, among strokes and halves of digits that are no objects.

use oorandom::Rand32;

use crate::digits::{Digit, SIDE, Split, digits};

/// Pixels in a row of a scene, and rows.
pub const SIZE: usize = 48;

/// A box in pixels: `x` to the right, `y` down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x0: f32,
    /// Upper edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Lower edge.
    pub y1: f32,
}

impl Rect {
    /// Area in square pixels; 0 if the edges are crossed.
    pub fn area(&self) -> f32 {
        (self.x1 - self.x0).max(0.0) * (self.y1 - self.y0).max(0.0)
    }

    /// Intersection over union, in `[0, 1]`.
    pub fn iou(&self, other: &Self) -> f32 {
        let both = Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
        .area();
        both / (self.area() + other.area() - both).max(f32::MIN_POSITIVE)
    }
}

/// What scenes hold, and how well they are labelled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// Share of scenes with any digit.
    pub share: f32,
    /// Most digits in such a scene; each number from 1 on is equally frequent.
    pub most: u32,
    /// Share of digits whose box is missing from the labels.
    pub missing: f32,
    /// Share of scenes with a box around nothing.
    pub false_boxes: f32,
}

impl Kind {
    /// One to three digits: 1.6 % of the anchors are positive.
    pub const ONE_TO_THREE: Self = Self {
        share: 1.0,
        most: 3,
        missing: 0.0,
        false_boxes: 0.0,
    };
    /// None or one: .4 %.
    pub const NONE_OR_ONE: Self = Self {
        share: 0.5,
        most: 1,
        ..Self::ONE_TO_THREE
    };
    /// A digit in one of four scenes: .2 %.
    pub const ONE_IN_FOUR: Self = Self {
        share: 0.25,
        ..Self::NONE_OR_ONE
    };
}

/// An image and its boxes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Brightness, row by row; about 0 to 1.
    pub pixels: Vec<f32>,
    /// Boxes of the digits.
    pub objects: Vec<Rect>,
    /// Which of the painter's images each digit is.
    pub images: Vec<usize>,
    /// Boxes that the detector is told of: some may be missing, some false.
    pub labels: Vec<Rect>,
}

/// Standard deviation of each pixel's noise.
const NOISE: f32 = 0.07;
/// Size of the table of noise: to draw a pixel's noise from a table is quick.
const TABLE: usize = 1 << 12;

/// Paints scenes from the digits of one half.
#[derive(Clone, Debug)]
pub struct Painter {
    digits: Vec<Digit>,
    noise: Vec<f32>,
}

impl Painter {
    /// A painter of one half's digits.
    pub fn new(split: Split) -> Self {
        let mut random = Rand32::new(1);
        Self {
            digits: digits(split),
            noise: (0..TABLE).map(|_| NOISE * normal(&mut random)).collect(),
        }
    }

    /// Scene number `index` of a seed. Missing and false boxes don't change its pixels.
    pub fn scene(&self, kind: &Kind, seed: u32, index: u32) -> Scene {
        let stream = u64::from(index) << 1;
        let mut random = Rand32::new_inc(u64::from(seed), stream);
        let mut scene = Scene {
            pixels: vec![0.0; SIZE * SIZE],
            objects: vec![],
            images: vec![],
            labels: vec![],
        };
        for _ in 0..between(&mut random, 1, 3) {
            stroke(&mut scene.pixels, &mut random);
        }
        let digits = if random.rand_float() < kind.share {
            between(&mut random, 1, kind.most)
        } else {
            0
        };
        let halves = between(&mut random, 0, 2);
        let mut taken: Vec<Rect> = vec![];
        for i in 0..digits + halves {
            // A digit that finds no free place is left out.
            for _ in 0..20 {
                let mut image = self.image(&mut random);
                if i >= digits {
                    image.halve(&mut random);
                }
                let place = image.tight_box();
                if i >= digits || taken.iter().all(|other| other.iou(&place) < 0.02) {
                    image.paste(&mut scene.pixels);
                    taken.push(place);
                    if i < digits {
                        scene.objects.push(place);
                        scene.images.push(image.digit);
                    }
                    break;
                }
            }
        }
        for two in scene.pixels.chunks_exact_mut(2) {
            let bits = random.rand_u32() as usize;
            two[0] += self.noise[bits % TABLE];
            two[1] += self.noise[(bits >> 16) % TABLE];
        }
        let mut random = Rand32::new_inc(u64::from(seed), stream + 1);
        for object in &scene.objects {
            if random.rand_float() >= kind.missing {
                scene.labels.push(*object);
            }
        }
        if random.rand_float() < kind.false_boxes {
            scene.labels.extend(false_box(&mut random, &scene.objects));
        }
        scene
    }

    /// A digit, resized, dimmed and placed at random.
    fn image(&self, random: &mut Rand32) -> Image {
        let number = between(random, 0, self.digits.len() as u32 - 1) as usize;
        let digit = &self.digits[number];
        let height = uniform(random, 9.0, 20.0);
        let width = height * libm::expf(uniform(random, -0.2, 0.2));
        let (width, height) = (width.round() as usize, height.round() as usize);
        let brightness = uniform(random, 0.5, 1.0);
        let mut pixels = vec![0.0; width * height];
        for (i, pixel) in pixels.iter_mut().enumerate() {
            let (x, y) = (i % width, i / width);
            *pixel = brightness * bilinear(digit, x, width, y, height);
        }
        Image {
            digit: number,
            x: between(random, 0, (SIZE - width) as u32) as usize,
            y: between(random, 0, (SIZE - height) as u32) as usize,
            width,
            pixels,
        }
    }
}

/// A piece of picture and its place in the scene.
struct Image {
    digit: usize,
    x: usize,
    y: usize,
    width: usize,
    pixels: Vec<f32>,
}

impl Image {
    /// Keeps one half only: left, right, upper or lower.
    fn halve(&mut self, random: &mut Rand32) {
        let (width, height) = (self.width, self.pixels.len() / self.width);
        let half = between(random, 0, 3);
        for (i, pixel) in self.pixels.iter_mut().enumerate() {
            let (x, y) = (i % width, i / width);
            let kept = match half {
                0 => 2 * x < width,
                1 => 2 * x >= width,
                2 => 2 * y < height,
                _ => 2 * y >= height,
            };
            if !kept {
                *pixel = 0.0;
            }
        }
    }

    /// Draws it into a scene: the brighter of two pixels stays.
    fn paste(&self, scene: &mut [f32]) {
        for (row, pixels) in self.pixels.chunks_exact(self.width).enumerate() {
            let from = (self.y + row) * SIZE + self.x;
            for (under, &over) in scene[from..from + self.width].iter_mut().zip(pixels) {
                *under = under.max(over);
            }
        }
    }

    /// Box around what is brighter than a quarter of the maximum.
    fn tight_box(&self) -> Rect {
        let limit = 0.25 * self.pixels.iter().fold(0.0, |most: f32, &p| most.max(p));
        let inked = || (0..self.pixels.len()).filter(|&i| self.pixels[i] > limit);
        let (columns, rows) = (
            || inked().map(|i| i % self.width),
            || inked().map(|i| i / self.width),
        );
        let edge = |place: usize, at: Option<usize>| (place + at.unwrap_or(0)) as f32;
        Rect {
            x0: edge(self.x, columns().min()),
            y0: edge(self.y, rows().min()),
            x1: edge(self.x + 1, columns().max()),
            y1: edge(self.y + 1, rows().max()),
        }
    }
}

/// Value of a digit at the middle of pixel `(x, y)` of a `width` by `height` copy.
fn bilinear(digit: &Digit, x: usize, width: usize, y: usize, height: usize) -> f32 {
    let place = |at: usize, size: usize| {
        let place = (at as f32 + 0.5) * SIDE as f32 / size as f32 - 0.5;
        let place = place.clamp(0.0, (SIDE - 1) as f32);
        let low = (place as usize).min(SIDE - 2);
        (low, place - low as f32)
    };
    let ((x, right), (y, down)) = (place(x, width), place(y, height));
    let row = |y: usize| {
        let at = y * SIDE + x;
        digit[at] + right * (digit[at + 1] - digit[at])
    };
    row(y) + down * (row(y + 1) - row(y))
}

/// A curved line, one to two pixels wide: a quadratic Bezier curve through the scene.
fn stroke(pixels: &mut [f32], random: &mut Rand32) {
    let mut point = || {
        let size = SIZE as f32;
        (uniform(random, 0.0, size), uniform(random, 0.0, size))
    };
    let (start, bend) = (point(), point());
    let length = |random: &mut Rand32| uniform(random, -16.0, 16.0);
    let end = (start.0 + length(random), start.1 + length(random));
    let bend = (
        (start.0 + end.0) / 2.0 + (bend.0 - SIZE as f32 / 2.0) / 3.0,
        (start.1 + end.1) / 2.0 + (bend.1 - SIZE as f32 / 2.0) / 3.0,
    );
    let (brightness, radius) = (uniform(random, 0.5, 1.0), uniform(random, 0.6, 1.2));
    const POINTS: usize = 48;
    for i in 0..=POINTS {
        let t = i as f32 / POINTS as f32;
        let along = |a: f32, b: f32, c: f32| {
            (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c
        };
        let (x, y) = (along(start.0, bend.0, end.0), along(start.1, bend.1, end.1));
        dot(pixels, x, y, radius, brightness);
    }
}

/// A disc whose edge fades over one pixel.
fn dot(pixels: &mut [f32], x: f32, y: f32, radius: f32, brightness: f32) {
    let near = |at: f32| {
        let low = (at - radius - 1.0).max(0.0) as usize;
        let high = (at + radius + 1.0).clamp(0.0, SIZE as f32) as usize;
        low..high.min(SIZE)
    };
    for row in near(y) {
        for column in near(x) {
            let (dx, dy) = (column as f32 + 0.5 - x, row as f32 + 0.5 - y);
            let cover = (radius + 0.5 - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
            let pixel = &mut pixels[row * SIZE + column];
            *pixel = pixel.max(brightness * cover);
        }
    }
}

/// A box of a digit's size that holds no digit; `None` if there is no room.
fn false_box(random: &mut Rand32, objects: &[Rect]) -> Option<Rect> {
    (0..20)
        .map(|_| {
            let height = uniform(random, 9.0, 20.0).round();
            let width = (0.75 * height * libm::expf(uniform(random, -0.2, 0.2))).round();
            let x0 = uniform(random, 0.0, SIZE as f32 - width).round();
            let y0 = uniform(random, 0.0, SIZE as f32 - height).round();
            Rect {
                x0,
                y0,
                x1: x0 + width,
                y1: y0 + height,
            }
        })
        .find(|found| objects.iter().all(|object| object.iou(found) < 0.1))
}

/// Uniform from `low` to below `high`.
fn uniform(random: &mut Rand32, low: f32, high: f32) -> f32 {
    low + (high - low) * random.rand_float()
}

/// One of the whole numbers `low` to `high`, both included.
fn between(random: &mut Rand32, low: u32, high: u32) -> u32 {
    random.rand_range(low..high + 1)
}

/// Standard normal, by Box and Muller.
pub(crate) fn normal(random: &mut Rand32) -> f32 {
    let radius = libm::sqrtf(-2.0 * libm::logf(1.0 - random.rand_float()));
    radius * libm::cosf(std::f32::consts::TAU * random.rand_float())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOISY: Kind = Kind {
        missing: 0.2,
        false_boxes: 0.3,
        ..Kind::NONE_OR_ONE
    };

    fn scenes(kind: &Kind, n: u32) -> Vec<Scene> {
        let painter = Painter::new(Split::Train);
        (0..n).map(|index| painter.scene(kind, 3, index)).collect()
    }

    #[test]
    fn a_scene_hangs_on_its_seed_and_index_alone() {
        let painter = Painter::new(Split::Train);
        let scene = |seed, index| painter.scene(&Kind::ONE_TO_THREE, seed, index);
        assert_eq!(scene(1, 2), scene(1, 2));
        assert_ne!(scene(1, 2).pixels, scene(1, 3).pixels);
        assert_ne!(scene(1, 2).pixels, scene(2, 2).pixels);
        let tested = Painter::new(Split::Test).scene(&Kind::ONE_TO_THREE, 1, 2);
        assert_ne!(scene(1, 2).pixels, tested.pixels, "other digits");
    }

    #[test]
    fn noise_of_the_labels_leaves_the_picture() {
        let (clean, noisy) = (scenes(&Kind::NONE_OR_ONE, 400), scenes(&NOISY, 400));
        let (mut missing, mut wrong, mut objects) = (0, 0, 0);
        for (clean, noisy) in clean.iter().zip(&noisy) {
            assert_eq!(
                (&clean.pixels, &clean.objects),
                (&noisy.pixels, &noisy.objects)
            );
            assert_eq!(clean.labels, clean.objects);
            objects += clean.objects.len();
            missing += noisy
                .objects
                .iter()
                .filter(|o| !noisy.labels.contains(o))
                .count();
            wrong += noisy
                .labels
                .iter()
                .filter(|l| !noisy.objects.contains(l))
                .count();
        }
        assert!((170..230).contains(&objects), "{objects}");
        assert!((25..55).contains(&missing), "{missing}");
        assert!((95..145).contains(&wrong), "{wrong}");
    }

    #[test]
    fn digits_lie_where_their_boxes_say() {
        for scene in scenes(&Kind::ONE_TO_THREE, 100) {
            assert!((1..=3).contains(&scene.objects.len()));
            for (i, object) in scene.objects.iter().enumerate() {
                assert!(object.x0 >= 0.0 && object.y0 >= 0.0);
                assert!(object.x1 <= SIZE as f32 && object.y1 <= SIZE as f32);
                let (width, height) = (object.x1 - object.x0, object.y1 - object.y0);
                assert!((2.0..=25.0).contains(&width) && (8.0..=20.0).contains(&height));
                let others = scene.objects.iter().skip(i + 1);
                assert!(others.clone().all(|other| other.iou(object) < 0.02));
                let inside = |p: &(usize, &f32)| {
                    let (x, y) = ((p.0 % SIZE) as f32, (p.0 / SIZE) as f32);
                    x >= object.x0 && x < object.x1 && y >= object.y0 && y < object.y1
                };
                let ink: f32 = scene
                    .pixels
                    .iter()
                    .enumerate()
                    .filter(inside)
                    .map(|p| p.1)
                    .sum();
                assert!(ink / object.area() > 0.15, "{}", ink / object.area());
            }
        }
    }

    #[test]
    fn overlap_is_that_of_the_areas() {
        let rect = |x0, y0, x1, y1| Rect { x0, y0, x1, y1 };
        let a = rect(0.0, 0.0, 4.0, 2.0);
        assert_eq!(a.iou(&a), 1.0);
        assert_eq!(a.iou(&rect(2.0, 0.0, 6.0, 2.0)), 4.0 / 12.0);
        assert_eq!(a.iou(&rect(5.0, 0.0, 6.0, 2.0)), 0.0);
        assert_eq!(rect(1.0, 1.0, 1.0, 1.0).iou(&rect(1.0, 1.0, 1.0, 1.0)), 0.0);
    }
}
