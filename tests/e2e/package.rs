//! The JavaScript package of the losses.

mod refused;

use crate::harness::visit;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use xtask::{dist, root, tools};

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn losses_are_a_package_for_javascript() {
    let (logits, targets) = ([-3.0_f32, -2.0, 0.5, 2.5], [0.0_f32, 0.0, 1.0, 0.0]);
    let options = ghm::Options {
        bins: 5,
        momentum: 0.5,
        ..ghm::Options::classification()
    };
    let mut loss = ghm::GhmC::new(options).unwrap();
    let step = loss.step(&logits, &targets, None).unwrap().clone();
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = visit
            .ask(
            "const { default: init, GhmC, GhmR } = await import('/pkg/index.js');
            await init();
            const [x, t] = [new Float32Array([-3, -2, 0.5, 2.5]), new Float32Array([0, 0, 1, 0])];
            const step = new GhmC(5, 0.5).step(x, t);
            const errors = [() => new GhmC(0, 0.5), () => new GhmC(5, 1), () => new GhmR(-1, 5, 0),
                () => new GhmC(5, 0).step(x, new Float32Array(3)),
                () => new GhmC(5, 0).step(new Float32Array([NaN]), new Float32Array([0])),
                () => new GhmC(5, 0).step(), () => new GhmC(5, 0).step(x, 4), () => new GhmC(5, 0).step(x, t, 'mask'),
                () => new GhmR().step(null, t)]
                .map((call) => { try { call(); return ''; } catch (e) { return e instanceof Error ? e.message : 'no Error'; } });
            const plain = new GhmC(5, 0).step(x, t, new Float32Array([1, 1, 0, 0]));
            return { loss: step.loss, weights: [...step.weights], gradient: [...step.gradient],
                average: [...step.average], none: plain.average, masked: plain.weights[2], errors };",
        )
        .await?;
        // Reading JSON may change the last digit.
        let close = |found: &Value, expected: &[f64]| {
            let found: Vec<f64> = found
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_f64)
                .collect();
            assert_eq!(found.len(), expected.len());
            for (f, e) in found.iter().zip(expected) {
                assert!((f - e).abs() <= 1e-15 * e.abs(), "{found:?} {expected:?}");
            }
        };
        let wide = |v: &[f32]| v.iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
        close(&json!([found["loss"]]), &[step.loss]);
        close(&found["weights"], &wide(&step.weights));
        close(&found["gradient"], &wide(&step.gradient));
        close(&found["average"], step.average.as_deref().unwrap());
        assert_eq!(found["none"], Value::Null);
        assert_eq!(found["masked"].as_f64(), Some(0.0));
        let errors: Vec<&str> = found["errors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let expected = [
            "bins",
            "momentum",
            "mu",
            "targets",
            "logits",
            "logits: expected a Float32Array, found undefined",
            "targets: expected a Float32Array, found number",
            "mask: expected a Float32Array, found string",
            "predictions: expected a Float32Array, found null",
        ];
        assert_eq!(errors.len(), expected.len(), "{errors:?}");
        for (error, named) in errors.iter().zip(expected) {
            assert!(error.contains(named), "{error} should name {named}");
        }
        visit.check().await
    });
}

/// Asks the package, whose names are there with a batch of four and `refusal`, which gives a call's message.
fn ask(script: &str) -> Value {
    let script = format!(
        "const {{ default: init, GhmC, GhmR }} = await import('/pkg/index.js');
        const refusal = (call) => {{
            try {{ call(); return 'taken'; }} catch (e) {{ return e instanceof Error ? e.message : 'no Error'; }}
        }};
        const early = [refusal(() => new GhmC(5)), refusal(() => new GhmR({{}}))];
        await init();
        const [x, t] = [new Float32Array([-3, -2, 0.5, 2.5]), new Float32Array([0, 0, 1, 0])];
        {script}"
    );
    let mut found = Value::Null;
    let answer = &mut found;
    visit(async |visit| {
        visit.open("index.html").await?;
        *answer = visit.ask(&script).await?;
        visit.check().await
    });
    found
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_array_of_numbers_is_the_same_batch() {
    let found = ask(
        "const of = (...batch) => { const step = new GhmC(5, 0).step(...batch); return [step.loss, ...step.weights, ...step.gradient]; };
        const plain = [...x];
        return [of(x, t), of(plain, [...t]), of(Float64Array.from(x), Uint8Array.from(t)), of(plain, [false, false, true, false]),
            of([...plain, null, '', , 'text'], [...t, 0, 0, 0, null], [true, true, true, true, false, false, 0, 0])
                .filter((value, i) => i < 5 || (i > 8 && i < 13))];",
    );
    let batches = found.as_array().unwrap();
    assert_eq!(batches.len(), 5);
    assert_eq!(batches[0].as_array().unwrap().len(), 9);
    for batch in batches {
        assert_eq!(batch, &batches[0]);
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn settings_are_those_of_the_crate() {
    // As texts: reading JSON may change the last digit of a number.
    let found = ask(
        "const boxes = new Float32Array([0.01, -0.5, 0.5, 3]);
        const three = (loss, wants) => [1, 2, 3].map(() => String(loss.step(x, wants).loss));
        const all = { bins: 4, momentum: 0.5, weight: 2 };
        const decaying = (empty) => {
            const loss = new GhmC({ ...all, empty });
            loss.step(x, t);
            return Array.from(loss.step([0], [0]).average, String);
        };
        return {
            defaults: [three(new GhmC(), t), three(new GhmC(null, undefined), t), three(new GhmC({}), t),
                three(new GhmC({ bins: 30, momentum: 0.75, start: 'zero', empty: 'hold', convention: 'code', weight: 1 }), t)],
            boxes: [three(new GhmR(), boxes), three(new GhmR({ mu: 0.02, bins: 10, momentum: 0.7 }), boxes)],
            starts: ['zero', 'first', 'corrected'].map((start) => three(new GhmC({ ...all, start }), t)),
            paper: three(new GhmC({ ...all, convention: 'paper' }), t),
            averages: ['hold', 'decay'].map(decaying),
        };",
    );
    let texts = |numbers: &[f64]| json!(numbers.iter().map(f64::to_string).collect::<Vec<_>>());
    let (x, t) = ([-3.0, -2.0, 0.5, 2.5], [0.0, 0.0, 1.0, 0.0]);
    let three = |options| {
        let mut loss = ghm::GhmC::new(options).unwrap();
        texts(&[(); 3].map(|()| loss.step(&x, &t, None).unwrap().loss))
    };
    let default = three(ghm::Options::classification());
    assert_eq!(
        found["defaults"],
        json!([default, default, default, default])
    );
    let mut loss = ghm::GhmR::new(0.02, ghm::Options::regression()).unwrap();
    let wants = [0.01, -0.5, 0.5, 3.0];
    let boxes = texts(&[(); 3].map(|()| loss.step(&x, &wants, None).unwrap().loss));
    assert_eq!(found["boxes"], json!([boxes, boxes]));
    let all = ghm::Options {
        bins: 4,
        momentum: 0.5,
        loss_weight: 2.0,
        ..ghm::Options::classification()
    };
    let starts = [ghm::Start::Zero, ghm::Start::First, ghm::Start::Corrected];
    let starts = starts.map(|start| three(ghm::Options { start, ..all }));
    assert_eq!(found["starts"], json!(starts));
    let convention = ghm::Convention::Paper;
    assert_eq!(found["paper"], three(ghm::Options { convention, ..all }));
    let averages = [ghm::Empty::Hold, ghm::Empty::Decay].map(|empty| {
        let mut loss = ghm::GhmC::new(ghm::Options { empty, ..all }).unwrap();
        loss.step(&x, &t, None).unwrap();
        let step = loss.step(&[0.0], &[0.0], None).unwrap();
        texts(step.average.as_ref().unwrap())
    });
    assert_ne!(averages[0], averages[1]);
    assert_eq!(found["averages"], json!(averages));
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn an_average_survives_json() {
    let found = ask(
        "const options = { bins: 7, momentum: 0.9, start: 'corrected', empty: 'decay', convention: 'paper', weight: 3 };
        const batches = [[x, t], [t, t], [[1 / 3], [0]], [x, t]];
        const kinds = [[GhmC, options], [GhmR, { ...options, mu: 0.3 }]];
        return kinds.map(([Loss, options]) => {
            const loss = new Loss(options);
            return batches.map(([x, t]) => {
                const saved = JSON.stringify(loss.save());
                const [made, restored] = [new Loss(JSON.parse(saved)), new Loss(options)];
                restored.step(x, t);
                restored.restore(JSON.parse(saved));
                return [loss, made, restored].map((loss) => {
                    const { loss: total, average } = loss.step(x, t);
                    return [total, [...average], JSON.stringify(loss.save())];
                });
            });
        });",
    );
    let steps: Vec<&Value> = found
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|kind| kind.as_array().unwrap())
        .collect();
    assert_eq!(steps.len(), 8);
    for step in steps {
        assert_eq!(step[0], step[1], "made from what was saved");
        assert_eq!(step[0], step[2], "restored");
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_result_stays_or_says_why_it_is_gone() {
    let found = ask(
        "const options = { bins: 5, momentum: 0.5 };
        const all = (step) => [step.loss, [...step.weights], [...step.gradient], [...step.counts], [...step.average]];
        const expected = all(new GhmC(options).step(x, t));
        const large = [Float32Array.from({ length: 90000 }, (_, i) => i / 10000), new Uint8Array(90000)];
        // Numbers in their order: as in version 1, everything stays.
        const first = new GhmC(5, 0.5);
        const unread = first.step(x, t);
        const failed = refusal(() => first.step([1, NaN], [0, 1]));
        first.step(...large);
        const version1 = all(unread);
        const last = first.step(x, t);
        first.free();
        const ofFreed = last.weights.length;
        // Options: what has been read or kept stays.
        const loss = new GhmC(options);
        const [read, kept] = [loss.step(x, t), new GhmC(options).step(x, t).keep()];
        const weights = read.weights;
        loss.step(...large);
        const stays = [read.weights === weights, [...weights], read.loss, all(kept)];
        const late = ['gradient', 'counts', 'average', 'keep'].map((name) =>
            refusal(() => name === 'keep' ? read.keep() : read[name]));
        const [a, b] = [new Float32Array(4), new Float32Array(4)];
        const fresh = new GhmC(options);
        const whole = fresh.step(x, t, undefined, { into: { weights: a, gradient: b } });
        const written = [whole.weights === a, whole.gradient === b, [...a], [...b]];
        fresh.free();
        const afterFree = [whole.weights === a, refusal(() => whole.counts)];
        const gone = [() => fresh.step(x, t), () => fresh.save(), () => fresh.restore({})].map(refusal);
        whole.free();
        const freed = ['loss', 'weights', 'gradient', 'counts', 'average'].map((name) => refusal(() => whole[name]));
        fresh.free();
        return { early, expected, failed, version1, ofFreed, stays, late, written, afterFree, gone, freed };",
    );
    let says = |messages: &str, n: usize, words: &str| {
        let messages = found[messages].as_array().unwrap();
        assert_eq!(messages.len(), n);
        for message in messages {
            assert!(message.as_str().unwrap().contains(words), "{message}");
        }
    };
    let expected = &found["expected"];
    assert_eq!(expected[1].as_array().unwrap().len(), 4);
    assert!(found["failed"].as_str().unwrap().contains("logits[1]"));
    assert_eq!(&found["version1"], expected);
    assert_eq!(found["ofFreed"], 4);
    assert_eq!(
        found["stays"],
        json!([true, expected[1], expected[0], expected])
    );
    assert_eq!(
        found["written"],
        json!([true, true, expected[1], expected[2]])
    );
    assert_eq!(found["afterFree"][0], true);
    let after = found["afterFree"][1].as_str().unwrap();
    assert!(after.contains("its loss was freed"), "{after}");
    says("early", 2, "init()");
    says("late", 4, "the next step came");
    says("gone", 3, "freed");
    says("freed", 5, "this result was freed");
}

/// Runs a program that must end well; returns what it prints.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{problem}");
    text
}

#[test]
#[ignore = "needs dist/ and Node: run `cargo xtask test`"]
fn a_server_can_import_all_of_it_and_gets_no_element() {
    let script = "
        const [element, losses, training] = await Promise.all(['element', 'index', 'training'].map((name) => import(`./${name}.js`)));
        console.log(JSON.stringify([Object.keys(element), typeof losses.GhmC, typeof training.open, typeof customElements]));";
    let found = run(Command::new("node")
        .args(["--input-type=module", "--eval", script])
        .current_dir(dist().join("pkg")));
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!(
        found,
        json!([["GhmFigure"], "function", "function", "undefined"])
    );
}

#[test]
#[ignore = "needs dist/ and Node: run `cargo xtask test`"]
fn its_types_are_right_for_a_project_that_checks_libraries_and_knows_only_es2022() {
    let shell = tools::shell().unwrap();
    let compiler = tools::npm(&shell, "typescript").unwrap().join("bin/tsc");
    let folder = root().join("target/types-of-package");
    fs::create_dir_all(&folder).unwrap();
    let package = dist().join("pkg");
    let uses = "import init, { GhmC } from 'PACKAGE/index.js';
        import type { GhmFigure } from 'PACKAGE/element.js';
        import { open } from 'PACKAGE/training.js';
        await init();
        const loss: number = new GhmC({ bins: 30 }).step([1], [0]).loss;
        export const shown = (figure: GhmFigure) => [figure.name, loss, open];
        export {};";
    let uses = uses.replace("PACKAGE", &package.to_string_lossy());
    fs::write(folder.join("use.ts"), uses).unwrap();
    let options = json!({
        "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "lib": ["es2022", "dom"],
        "types": [], "strict": true, "skipLibCheck": false, "noEmit": true,
    });
    let project = json!({ "compilerOptions": options, "files": ["use.ts"] });
    fs::write(folder.join("tsconfig.json"), project.to_string()).unwrap();
    run(Command::new("node")
        .arg(compiler)
        .arg("--project")
        .arg(&folder));
}
