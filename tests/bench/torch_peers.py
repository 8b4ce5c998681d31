"""mmdet's GHM losses in torch, and the best vectorised torch and NumPy that we know.

`cargo xtask bench --torch` asks for one case per line and gets one line back. One thread. The classes
compute what mmdet 3.3.0 does (mmdet/models/losses/ghm_loss.py), in the same order, with momentum 0 so
that each call gives the same number.
"""

import json
import sys
import time

import numpy as np
import torch
from torch.nn import functional

MU = 0.02
SAMPLE = 1e-3
# A call that takes longer is sampled only twice.
SLOW = 5e-2
torch.set_num_threads(1)


def load(folder, data, n):
    lanes = np.fromfile(f"{folder}/{data}-{n}.f32", dtype="<f4").reshape(4, n)
    return {"GHM-C": lanes[:2], "GHM-R": lanes[2:]}


def digest(loss, weights=None, gradient=None):
    if weights is None:
        return [float(loss)]
    i = np.arange(len(weights))
    w, g = (np.asarray(values, dtype=np.float64) for values in (weights, gradient))
    return [float(loss), float((w * (1 + i % 3)).sum()), float((np.abs(g) * (1 + i % 5)).sum())]


def mmdet_weights(norms, bins, last):
    """A mask, a count and an assignment for every region."""
    edges = torch.arange(bins + 1).float() / bins
    edges[-1] = last
    weights = torch.zeros_like(norms)
    filled = 0
    for j in range(bins):
        inside = (norms >= edges[j]) & (norms < edges[j + 1])
        count = inside.sum().item()
        if count > 0:
            weights[inside] = norms.numel() / count
            filled += 1
    return weights / max(filled, 1)


def mmdet_classification(x, target, bins):
    weights = mmdet_weights(torch.abs(x.sigmoid().detach() - target), bins, 1 + 1e-6)
    loss = functional.binary_cross_entropy_with_logits(x, target, weights, reduction="none")
    return loss.sum() / x.numel(), weights


def mmdet_regression(prediction, target, bins):
    d = prediction - target
    loss = torch.sqrt(d * d + MU * MU) - MU
    weights = mmdet_weights(torch.abs(d / torch.sqrt(MU * MU + d * d)).detach(), bins, 1e3)
    return (loss * weights).sum() / d.numel(), weights


def regions_of(norms, bins):
    return torch.clamp_((norms * bins).int(), max=bins - 1)


def best_loss(norms, losses, bins):
    """Counts and sums with two bincounts; no weight for each example."""
    regions = regions_of(norms, bins)
    counts = torch.bincount(regions, minlength=bins)
    sums = torch.bincount(regions, losses, minlength=bins)
    filled = counts > 0
    return (sums[filled] / counts[filled]).sum() / filled.sum(), regions, counts, filled


def best_terms(kernel, inputs, targets):
    if kernel == "GHM-C":
        sign = 1 - 2 * targets
        z = inputs * sign
        return torch.sigmoid(z), functional.softplus(z), sign
    d = inputs - targets
    root = torch.sqrt(d * d + MU * MU)
    return d.abs() / root, root - MU, d.sign()


def best_full(kernel, inputs, targets, bins):
    norms, losses, sign = best_terms(kernel, inputs, targets)
    loss, regions, counts, filled = best_loss(norms, losses, bins)
    of_regions = torch.where(filled, inputs.numel() / (counts * filled.sum()), 0)
    weights = of_regions.float()[regions]
    return loss, weights, norms * sign * weights / inputs.numel()


def numpy_loss(kernel, inputs, targets, bins):
    if kernel == "GHM-C":
        z = np.where(targets > 0, -inputs, inputs)
        t = np.exp(-np.abs(z))
        norms = np.where(z < 0, t, np.float32(1)) / (1 + t)
        losses = np.maximum(z, 0) + np.log1p(t)
    else:
        d = inputs - targets
        root = np.sqrt(d * d + np.float32(MU * MU))
        norms, losses = np.abs(d) / root, root - np.float32(MU)
    regions = np.minimum((norms * np.float32(bins)).astype(np.int32), bins - 1)
    counts = np.bincount(regions, minlength=bins)
    sums = np.bincount(regions, losses, minlength=bins)
    filled = counts > 0
    return (sums[filled] / counts[filled]).sum() / filled.sum()


def calls(kernel, inputs, targets, bins):
    """Pairs of a name and a function that does the work and returns what its digest is made of."""
    of, wanted = kernel.split(" ")
    x, t = torch.from_numpy(inputs.copy()), torch.from_numpy(targets.copy())
    mmdet = {"GHM-C": mmdet_classification, "GHM-R": mmdet_regression}[of]
    if wanted == "loss":
        yield "torch as mmdet", torch.no_grad()(lambda: (mmdet(x, t, bins)[0],))
        best = lambda: (best_loss(*best_terms(of, x, t)[:2], bins)[0],)
        yield "torch best", torch.no_grad()(best)
        yield "NumPy best", lambda: (numpy_loss(of, inputs, targets, bins),)
        return

    def backward():
        leaf = x.detach().requires_grad_()
        loss, weights = mmdet(leaf, t, bins)
        loss.backward()
        return loss.detach(), weights, leaf.grad

    yield "torch as mmdet", backward
    yield "torch best", torch.no_grad()(lambda: best_full(of, x, t, bins))


def run(request, folder):
    kernel, n, bins = request["kernel"], request["n"], request["bins"]
    if not kernel.endswith(("loss", "full")):
        return {}
    pair = load(folder, request["data"], n)[kernel[:5]]
    works = []
    for name, call in calls(kernel, *pair, bins):
        if name in request["skip"]:
            continue
        checked = digest(*call())
        start = time.perf_counter()
        call()
        each = time.perf_counter() - start
        works.append((name, call, each, checked, []))
    for turn in range(request["rounds"]):
        for _, call, each, _, samples in works:
            if each > SLOW and turn >= 2:
                continue
            repeat = 1 + int(SAMPLE / each)
            start = time.perf_counter()
            for _ in range(repeat):
                call()
            samples.append((time.perf_counter() - start) * 1e9 / repeat / n)
    return {name: {"samples": samples, "digest": checked} for name, _, _, checked, samples in works}


for line in sys.stdin:
    print(json.dumps({"variants": run(json.loads(line), sys.argv[1])}), flush=True)
