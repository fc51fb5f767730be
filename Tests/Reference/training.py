"""Optimisers, a network and a soft disc by PyTorch."""

from __future__ import annotations

import torch
from torch import nn


def make_optimisers() -> list[dict]:
    """Trajectories of parameters under given gradients."""
    generator = torch.Generator().manual_seed(20141222)
    cases = []
    for name, optimiser_type in (("sgd", torch.optim.SGD), ("adam", torch.optim.Adam)):
        for rate in (1e-3, 0.1, 2.5):
            parameters = torch.randn(4, generator=generator, requires_grad=True)
            # A steady slope, noise, a vanishing and an exactly zero one.
            scale = torch.tensor([1.0, 1.0, 1e-9, 0.0])
            gradients = (1 + torch.randn(40, 4, generator=generator)) * scale
            optimiser = optimiser_type([parameters], lr=rate)
            start = parameters.tolist()
            trajectory = []
            for gradient in gradients:
                parameters.grad = gradient.clone()
                optimiser.step()
                trajectory.append(parameters.tolist())
            cases.append({
                "optimiser": name, "rate": rate, "start": start,
                "gradients": gradients.tolist(), "trajectory": trajectory,
            })
    return cases


def make_networks() -> list[dict]:
    """Logits of a network, and the gradient of Σ slopes · logits with respect to its parameters."""
    generator = torch.Generator().manual_seed(19891201)
    cases = []
    for channels, rows, columns in (
        ([1, 1], 3, 3), ([1, 3, 1], 4, 7), ([1, 4, 4, 1], 9, 6), ([1, 2, 5, 3, 1], 8, 8),
        ([1, 2, 1], 1, 5),
    ):
        layers: list[nn.Module] = []
        for inputs, outputs in zip(channels, channels[1:]):
            layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU()]
        network = nn.Sequential(*layers[:-1])
        for parameter in network.parameters():
            parameter.data = torch.randn(parameter.shape, generator=generator) / 2
        image = torch.randn(1, 1, rows, columns, generator=generator)
        slopes = torch.randn(1, 1, rows, columns, generator=generator)
        logits = network(image)
        (logits * slopes).sum().backward()
        parameters = list(network.parameters())
        cases.append({
            "channels": channels, "rows": rows, "columns": columns,
            "parameters": torch.cat([p.detach().flatten() for p in parameters]).tolist(),
            "image": image.flatten().tolist(), "slopes": slopes.flatten().tolist(),
            "logits": logits.detach().flatten().tolist(),
            "gradient": torch.cat([p.grad.flatten() for p in parameters]).tolist(),
        })
    return cases


def make_discs() -> list[dict]:
    """The cross-entropy of soft discs and its gradient with respect to their parameters."""
    cases = []
    extent = 12
    axis = torch.arange(extent) / extent
    rows, columns = torch.meshgrid(axis, axis, indexing="ij")
    truth = ((rows - 0.5) ** 2 + (columns - 0.5) ** 2 <= (3 / extent) ** 2).double()
    for values in ([0.45, 0.57, 0.2, 1.8], [0.51, 0.49, 0.3, 2.5], [0.2, 0.9, 0.1, 1.0]):
        parameters = torch.tensor(values, requires_grad=True)
        distance = ((rows - parameters[0]) ** 2 + (columns - parameters[1]) ** 2).sqrt()
        prediction = torch.sigmoid(torch.exp(parameters[3]) * (parameters[2] - distance))
        loss = nn.functional.binary_cross_entropy(prediction, truth)
        loss.backward()
        cases.append({
            "extent": extent, "radius": 3, "parameters": values, "loss": loss.item(),
            "gradient": parameters.grad.tolist(),
        })
    return cases
