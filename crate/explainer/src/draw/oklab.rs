//! Colours between two colours, as `color-mix(in oklab, …)` of CSS has them: they look evenly spaced.
//!
//! Source: Björn Ottosson, "A perceptual color space for image processing", 2020.

/// The colour at `share`, 0 to 1, of the way; colours are `0xrrggbb`.
pub fn mix(from: u32, to: u32, share: f64) -> u32 {
    let (a, b) = (lab(from), lab(to));
    let between = |i: usize| a[i] + share * (b[i] - a[i]);
    rgb([between(0), between(1), between(2)])
}

fn lab(colour: u32) -> [f64; 3] {
    let [_, r, g, b] = colour.to_be_bytes().map(|part| {
        let v = f64::from(part) / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            libm::pow((v + 0.055) / 1.055, 2.4)
        }
    });
    // The library's cube root is exact to the last bit, and weighs 2 kB for it.
    let root = |v: f64| libm::pow(v, 1.0 / 3.0);
    let l = root(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    let m = root(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    let s = root(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    [
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    ]
}

fn rgb([light, a, b]: [f64; 3]) -> u32 {
    let cube = |v: f64| v * v * v;
    let l = cube(light + 0.3963377774 * a + 0.2158037573 * b);
    let m = cube(light - 0.1055613458 * a - 0.0638541728 * b);
    let s = cube(light - 0.0894841775 * a - 1.2914855480 * b);
    [
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
    .into_iter()
    .fold(0, |colour, part| {
        let v = if part <= 0.003_130_8 {
            12.92 * part
        } else {
            1.055 * libm::pow(part, 1.0 / 2.4) - 0.055
        };
        colour << 8 | libm::round(255.0 * v.clamp(0.0, 1.0)) as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_the_colours_themselves() {
        for colour in [0x828b99, 0x0a62d0, 0x000000, 0xffffff, 0xff0000] {
            assert_eq!(mix(colour, 0x123456, 0.0), colour);
            assert_eq!(mix(0x123456, colour, 1.0), colour);
        }
    }

    /// Between blue and yellow sRGB has a grey; here it is as light as they are on average.
    #[test]
    fn the_middle_is_as_light_as_both_are_on_average() {
        let [a, b, middle] =
            [0x0000ff, 0xffff00, mix(0x0000ff, 0xffff00, 0.5)].map(|it| lab(it)[0]);
        assert!((middle - (a + b) / 2.0).abs() < 0.005, "{middle}");
    }
}
