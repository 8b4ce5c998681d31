//! What a detector saves: 200,000 anchors by 20 classes in half precision, with class ids, a mask and box offsets.

use super::run;
use crate::harness::visit;

/// Makes `anchors.npz` as `numpy.savez` does, from a seed, and counts what must come out of it: the logits' and targets'
/// gradient norms by 30 regions, in double precision, and the offsets by 10.
const MAKE: &str = "
    const N = 200_000, K = 20, M = 30, MU = 0.02;
    let seed = 1;
    const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    // A half of either sign with the exponent of numbers from 1/64 to 16.
    const half = () => (random() < 0.8 ? 0x8000 : 0) | (9 + Math.floor(random() * 10)) << 10 | Math.floor(random() * 1024);
    const value = (bits) => (bits & 0x8000 ? -1 : 1) * 2 ** ((bits >> 10 & 31) - 15) * (1 + (bits & 1023) / 1024);
    const logits = Uint16Array.from({ length: N * K }, half);
    // Ids of classes, and K for background.
    const labels = BigInt64Array.from({ length: N }, () => BigInt(random() < 0.1 ? Math.floor(random() * K) : K));
    const weights = Float32Array.from({ length: N }, () => Number(random() < 0.95));
    const offsets = Float32Array.from({ length: 4 * N }, () => (random() + random() + random() - 1.5) / 5);
    const npy = (type, shape, array) => {
        let header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`;
        header = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\\n';
        const start = new Uint8Array([0x93, ...[...'NUMPY'].map((c) => c.charCodeAt(0)), 1, 0, header.length & 255, header.length >> 8]);
        return new Blob([start, header, array]);
    };
    const table = Uint32Array.from({ length: 256 }, (_, i) => {
        for (let bit = 0; bit < 8; bit++) i = i & 1 ? 0xedb88320 ^ i >>> 1 : i >>> 1;
        return i;
    });
    const crc = (bytes) => {
        let sum = 0xffffffff;
        for (const byte of bytes) sum = table[(sum ^ byte) & 255] ^ sum >>> 8;
        return (sum ^ 0xffffffff) >>> 0;
    };
    // An archive whose entries are stored, as numpy.savez writes.
    const savez = async (name, arrays) => {
        const parts = [], directory = [];
        let at = 0;
        for (const [key, blob] of Object.entries(arrays)) {
            const bytes = new Uint8Array(await blob.arrayBuffer());
            const file = new TextEncoder().encode(`${key}.npy`);
            const common = new DataView(new ArrayBuffer(26));
            common.setUint16(0, 20, true);
            common.setUint32(10, crc(bytes), true);
            common.setUint32(14, bytes.length, true);
            common.setUint32(18, bytes.length, true);
            common.setUint16(22, file.length, true);
            parts.push(new Uint8Array([0x50, 0x4b, 3, 4]), common, file, bytes);
            const entry = new Uint8Array(16);
            new DataView(entry.buffer).setUint32(12, at, true);
            directory.push(new Uint8Array([0x50, 0x4b, 1, 2, 20, 0]), common, entry.subarray(2), file);
            at += 30 + file.length + bytes.length;
        }
        const size = directory.reduce((sum, part) => sum + part.byteLength, 0);
        const end = new DataView(new ArrayBuffer(22));
        end.setUint32(0, 0x06054b50, true);
        end.setUint16(8, Object.keys(arrays).length, true);
        end.setUint16(10, Object.keys(arrays).length, true);
        end.setUint32(12, size, true);
        end.setUint32(16, at, true);
        return new File([...parts, ...directory, end], name);
    };
    const arrays = {
        logits: npy('<f2', `${N}, ${K}`, logits), labels: npy('<i8', `${N},`, labels),
        label_weights: npy('<f4', `${N},`, weights), offsets: npy('<f4', `${N}, 4`, offsets),
    };
    const right = { examples: 0, positives: 0, counts: new Array(M).fill(0), boxes: new Array(10).fill(0) };
    for (let i = 0; i < N; i++) {
        if (!weights[i]) continue;
        for (let k = 0; k < K; k++) {
            const target = Number(labels[i]) === k ? 1 : 0;
            const g = Math.abs(1 / (1 + Math.exp(-value(logits[i * K + k]))) - target);
            right.examples++;
            right.positives += target;
            right.counts[Math.min(Math.floor(g * M), M - 1)]++;
        }
    }
    for (const d of offsets) right.boxes[Math.floor(10 * Math.abs(d) / Math.hypot(d, MU))]++;
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_detectors_outputs_open_as_numpy_saved_them_and_every_figure_lives_from_them() {
    visit(async |visit| {
        visit.open("index.html?bins=30&rbins=10").await?;
        let found = run(
            visit,
            &format!(
                "{MAKE}
                const said = await give(await savez('anchors.npz', arrays));
                const column = (name, at) => engine.csv(name).trim().split('\\n').slice(1)
                    .map((line) => Number(line.split(',')[at]));
                // Made in the worker, after the examples are shown.
                await until('the exact density', () => engine.quote('loss.exact'));
                // Each shared figure of examples, by what its table says of these and of the recorded ones.
                const alive = [];
                for (const figure of document.querySelectorAll('ghm-figure[shared]')) {{
                    if (['detector', 'twin', 'speed', 'hand', 'asl1'].includes(figure.name)) continue;
                    const own = engine.csv(figure.name);
                    engine.set('data', 'noisy');
                    const noisy = engine.csv(figure.name);
                    engine.set('data', 'file');
                    alive.push([figure.name, own !== noisy]);
                }}
                const counts = (name, at, all) => column(name, at).map((share) => Math.round(share * all));
                return {{
                    said, facts: facts(), alive, right: [right.counts, right.boxes, right.examples, right.positives],
                    found: [
                        counts('distribution', 1, right.examples), counts('offsets', 1, offsets.length),
                        Number(engine.quote('n').replaceAll(',', '')), Number(engine.quote('positives').replaceAll(',', '')),
                    ],
                    drawn: column('distribution', 2).some((share) => share > 0),
                }};"
            ),
        )
        .await?;
        assert!(
            found["said"]
                .as_str()
                .unwrap()
                .starts_with("anchors.npz is read."),
            "{found}"
        );
        assert_eq!(found["found"], found["right"]);
        let facts = found["facts"].as_array().unwrap();
        assert_eq!(facts.last().unwrap(), "800,000 box offsets");
        assert_eq!(found["drawn"], true, "positives are drawn");
        let alive = found["alive"].as_array().unwrap();
        assert!(alive.len() >= 8, "{found}");
        for figure in alive {
            assert_eq!(figure[1], true, "{figure} shows the file");
        }
        visit.check().await
    });
}
