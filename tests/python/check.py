"""Runs exported Python: python check.py WHAT ARGUMENTS…; each function below is a WHAT. Exits with an error if something is wrong."""

import importlib.util
import json
import pathlib
import sys
import types

import numpy as np

# So much may numbers in single precision differ from those of the crate.
CLOSE = 1e-5


def load(path, name="exported"):
    """An exported file as a module."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def close(found, expected, what, relative=CLOSE, absolute=1e-12):
    found, expected = np.asarray(found, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    assert found.shape == expected.shape, f"{what}: shape {found.shape}, not {expected.shape}"
    wrong = ~(np.abs(found - expected) <= relative * np.abs(expected) + absolute)
    assert not wrong.any(), f"{what}: {found[wrong][:5]}, not {expected[wrong][:5]}"


def arrays(step):
    """The input of a step, as shaped there."""
    inputs = np.array(step["inputs"], dtype=np.float32).reshape(step["shape"])
    targets = np.array(step["targets"], dtype=np.int64 if step["ids"] else np.float32)
    mask = None if step["mask"] is None else np.array(step["mask"], dtype=np.float32)
    shape = step["shape"][: 1 if step["ids"] else 2]
    return inputs, targets.reshape(shape), mask if mask is None else mask.reshape(shape)


def given(*values):
    return [value for value in values if value is not None]


def pairs(files):
    """Exported files and their cases, in turn: the module and each of its cases."""
    for path, cases in zip(files[::2], files[1::2]):
        module = load(path)
        for case in json.load(open(cases)):
            yield module, case


def numpy_steps(*files):
    """The NumPy code against the crate, step by step."""
    for module, case in pairs(files):
        loss = getattr(module, case["loss"])()
        for t, step in enumerate(case["steps"]):
            value, weights, gradient = loss.step(*given(*arrays(step)))
            what = f"{case['loss']} step {t}"
            close(value, step["value"], what)
            close(weights.ravel(), step["weights"], f"{what}: weights")
            close(gradient.ravel(), step["gradient"], f"{what}: gradient")


def torch_steps(*files):
    """The PyTorch module against the crate, step by step: as it is, from half precision, and under autocast."""
    import torch

    for module, case in pairs(files):
        for how in ("single", "half", "half module", "autocast float16", "autocast bfloat16"):
            loss = getattr(module, case["loss"])()
            if how == "half module":
                loss = loss.half()
            for t, step in enumerate(case["steps"]):
                what = f"{case['loss']} step {t} in {how}"
                inputs, *others = (torch.from_numpy(array) for array in given(*arrays(step)))
                # The crate had numbers that half precision has.
                half = how in ("half", "half module")
                inputs = (inputs.half() if half else inputs).requires_grad_()
                kind = torch.bfloat16 if how.endswith("bfloat16") else torch.float16
                with torch.autocast("cpu", dtype=kind, enabled=how.startswith("autocast")):
                    value = loss(inputs, *others)
                assert value.dtype == torch.float32, f"{what}: {value.dtype}"
                value.backward()
                close(value.item(), step["value"], what)
                # A gradient of half precision has eleven bits, and none below 6e-8.
                rough = (1e-3, 1e-7) if half else (CLOSE, 2e-8)
                close(inputs.grad.numpy().ravel(), step["gradient"], f"{what}: gradient", *rough)
            # Saved and loaded, it goes on where it was.
            other = getattr(module, case["loss"])()
            other.load_state_dict(loss.state_dict())
            for name, buffer in loss.state_dict().items():
                assert torch.equal(other.state_dict()[name], buffer) and buffer.dtype == torch.float32, name


def mmdet_records(torch_path, numpy_path, records):
    """Both with mmdetection's settings, against what mmdetection itself gave."""
    import torch

    modules = load(torch_path, "by_torch"), load(numpy_path, "by_numpy")
    cases = json.load(open(records))["cases"]
    for case in cases:
        settings = {"momentum": 0, **case["config"]}
        name = case["kind"].replace("-", "")
        losses = [getattr(module, name)(**settings) for module in modules]
        for t, step in enumerate(case["steps"]):
            what = f"{case['name']} step {t}"
            pred, target, mask = (np.array(step[key], dtype=np.float32) for key in ("pred", "target", "label_weight"))
            inputs = torch.from_numpy(pred).requires_grad_()
            value = losses[0](inputs, torch.from_numpy(target), torch.from_numpy(mask))
            value.backward()
            close(value.item(), step["loss"], what, absolute=0)
            value, weights, gradient = losses[1].step(pred, target, mask)
            close(value, step["loss"], f"{what} in NumPy", absolute=0)
            # mmdetection's p - p* is rounded by 6e-8 where p is near 1: times the weight, that is its gradient's error.
            floor = 6e-8 * weights / max((mask > 0).sum(), 1)
            for found, by in ((inputs.grad.numpy(), "PyTorch"), (gradient, "NumPy")):
                close(found, step["grad"], f"{what}: gradient in {by}", absolute=floor + 1e-12)
            if step["acc_sum"] is not None:
                for loss in losses:
                    close(np.asarray(loss.harmonizer.average), step["acc_sum"], f"{what}: average", absolute=1e-9)
    return len(cases)


def formula(pred, target, mask, bins=30, momentum=0.75):
    """mmdetection's formula in its first call, in the precision of the predictions, as its documentation has it.

    A weight is stored in that precision. Here it is converted first, as it is on a GPU: given a number that half precision can't
    hold, PyTorch's assignment itself stops with an error on the CPU.
    """
    import torch

    weights = torch.zeros_like(pred)
    norm = (pred.sigmoid() - target).abs()
    total, filled = int(mask.sum()), 0
    for j in range(bins):
        inside = (norm >= j / bins) & (norm < (j + 1) / bins + (1e-6 if j == bins - 1 else 0)) & mask
        if count := int(inside.sum()):
            weights[inside] = (total / torch.tensor((1 - momentum) * count)).to(pred.dtype)
            filled += 1
    weights = weights / filled
    loss = torch.nn.functional.binary_cross_entropy_with_logits(pred, target.to(pred.dtype), weights, reduction="sum")
    return loss / total, weights


def half(path, logits, labels, value):
    """A head of 20 classes in half precision, 200,000 anchors: mmdetection's formula overflows, the exported module trains."""
    import torch

    expected = float(value)
    logits, labels = torch.from_numpy(np.load(logits)), torch.from_numpy(np.load(labels))
    target = torch.nn.functional.one_hot(labels.clamp(min=0), 21)[:, :20].float()
    mask = (labels >= 0).unsqueeze(1).expand_as(target)
    loss, weights = formula(logits, target, mask)
    assert weights.dtype == torch.float16 and weights.isinf().any(), "the formula does not overflow"
    assert not loss.isfinite(), f"the formula's loss is {loss}"
    single, weights = formula(logits.float(), target, mask)
    close(single.item(), 4 * expected, "the formula in single precision", 1e-4)

    module = load(path)
    close(module.GHMC(momentum=0)(logits, labels).item(), expected, "the exported module")
    harmonized, plain = module.GHMC(), torch.nn.functional.binary_cross_entropy_with_logits
    scale, bias = (torch.nn.Parameter(of(20)) for of in (torch.ones, torch.zeros))
    rate = torch.optim.SGD([scale, bias], lr=0.5)
    before = None
    for _ in range(8):
        with torch.autocast("cpu", dtype=torch.float16):
            # The weight matrix is diagonal, so that the head is a layer which autocast runs in half precision.
            pred = torch.nn.functional.linear(logits, torch.diag(scale), bias)
            assert pred.dtype == torch.float16
            loss = harmonized(pred, labels)
        rate.zero_grad()
        loss.backward()
        assert loss.isfinite() and scale.grad.isfinite().all() and bias.grad.isfinite().all(), f"the loss is {loss}"
        rate.step()
        now = loss.item()
        before = before or now
    assert now < before, f"the loss went from {before} to {now}"
    assert plain(pred.float()[mask], target[mask]).isfinite()
    print(f"formula in half: {formula(logits, target, mask)[0].item()}; exported, trained: {before:.4f} to {now:.4f}")


def config(config_path, loss_path):
    """The config builds the losses that it names, and heads call them with avg_factor. mmdetection's registry is stood in for."""
    import torch

    known = {}

    def register_module():
        def register(own):
            known[own.__name__] = own
            return own

        return register

    package, registry = types.ModuleType("mmdet"), types.ModuleType("mmdet.registry")
    registry.MODELS = types.SimpleNamespace(register_module=register_module)
    sys.modules.update({"mmdet": package, "mmdet.registry": registry})
    module = load(loss_path)
    settings = {}
    exec(pathlib.Path(config_path).read_text(), settings)
    assert settings["custom_imports"]["imports"] == [pathlib.Path(loss_path).stem]
    head = settings["model"]["bbox_head"]
    built = []
    for part in (head["loss_cls"], head["loss_bbox"]):
        assert part.pop("_delete_")
        built.append(known[part.pop("type")](**part))
    assert built[0].use_sigmoid == head["loss_cls"]["use_sigmoid"]
    generator = torch.Generator().manual_seed(1)
    pred, labels = torch.randn(60, 4, generator=generator), torch.randint(0, 4, (60,), generator=generator)
    weight = (torch.rand(60, generator=generator) > 0.2).float()
    value = built[0](pred, labels, weight, avg_factor=7.0)
    assert value.item() == module.GHMC()(pred, labels, weight).item()
    boxes, box_weight = 0.1 * pred, weight.unsqueeze(1).expand(60, 4)
    value = built[1](boxes, torch.zeros(60, 4), box_weight, avg_factor=7.0)
    close(value.item(), 10 * module.GHMR()(boxes, torch.zeros(60, 4), box_weight).item(), "the box loss")


def write(folder, pytorch, mmdet, counts_sql):
    """Runs the writers, and writes the same examples with pandas, and their counts with DuckDB."""
    import os

    import duckdb
    import pandas
    import torch

    os.chdir(folder)
    generator = torch.Generator().manual_seed(3)
    logits = 3 * torch.randn(500, 4, generator=generator) - 2
    labels = torch.randint(0, 5, (500,), generator=generator)
    weight = (torch.rand(500, generator=generator) > 0.1).float()
    mask = weight.unsqueeze(1).expand_as(logits)
    target = torch.nn.functional.one_hot(labels, 5)[:, :4]
    for step in range(2):
        scope = {"logits": logits.half().requires_grad_(), "targets": target, "mask": mask, "step": step}
        exec(pathlib.Path(pytorch).read_text(), scope)

    class Loss(torch.nn.Module):
        def forward(self, pred, target, weight, avg_factor=None):
            return pred.sum()

    head = types.SimpleNamespace(loss_cls=Loss(), loss_bbox=Loss())
    exec(pathlib.Path(mmdet).read_text(), {"model": types.SimpleNamespace(bbox_head=head)})
    for _ in range(2):
        head.loss_cls(logits.bfloat16().requires_grad_(), labels, weight, avg_factor=3.0)
        boxes = 0.1 * torch.randn(500, 4, generator=generator)
        head.loss_bbox(boxes.half(), torch.zeros(500, 4), mask, avg_factor=3.0)
    # A level without positives writes no file.
    head.loss_bbox(boxes, boxes, torch.zeros_like(mask), avg_factor=1.0)

    kept = mask > 0
    frame = pandas.DataFrame({"logit": logits[kept].numpy(), "target": target[kept].numpy()})
    frame.to_csv("pandas.csv")
    query = pathlib.Path(counts_sql).read_text()
    table = frame.rename(columns={"logit": "x", "target": "t"}).astype(float)
    connection = duckdb.connect()
    connection.register("logits", table)
    connection.execute(query).df().to_csv("counts.csv", index=False)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
