"""A model spread over processes: FSDP2 for all of it, and experts shared out before that.

Each layer is gathered when it is computed and let go afterwards; gradients are added over processes in
float32. `fully_shard` averages gradients over all processes, those of experts too, although they are gathered
over the `data` groups alone: a loss is to be multiplied with the number of processes for its sum.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TypeVar

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor, Shard

from training.model.config import ConfigError
from training.model.experts import MixtureOfExperts
from training.model.mixtral import Block, Mixtral
from training.parallel.dispatch import AllToAll
from training.parallel.mesh import MeshConfig
from training.parallel.recompute import recompute_blocks

M = TypeVar("M", bound=Mixtral)
_PRECISION = MixedPrecisionPolicy(reduce_dtype=torch.float32)


def parallelise(model: M, config: MeshConfig, device: torch.device | str = "cpu") -> M:
    """Spreads the model over the processes that have joined (`World.join`), and returns it; alone, a process
    keeps it whole.

    A model on the meta device is given memory on `device`, each process its part alone, to be filled by
    `load_weights` or `initialise`. Adapters are to be put in before, the optimizer is to be made after.
    Raises ConfigError if processes or model do not divide as `config` says.
    """
    device = torch.device(device)
    processes = dist.get_world_size() if dist.is_initialized() else 1
    config = config.over(processes, model.config)
    if config.recompute:
        recompute_blocks(model)
    if processes > 1:
        _spread(model, config, device)
    if model.embedding.weight.is_meta:
        model.to_empty(device=device)
        if model.config.tie_embeddings:
            model.head.weight = model.embedding.weight
    return model


def reduce_gradients(model: nn.Module, is_last: bool) -> None:
    """To be called before each of a step's batches; `is_last` is said of the last one."""
    if isinstance(model, FSDPModule):
        model.set_is_last_backward(is_last)
        model.set_requires_gradient_sync(is_last or getattr(model, _EACH))


# Set on the model by `parallelise`: whether gradients are added over processes after each batch.
_EACH = "reduces_each_batch"


def _spread(model: Mixtral, config: MeshConfig, device: torch.device) -> None:
    everyone = init_device_mesh(device.type, (config.data * config.expert,), mesh_dim_names=("all",))
    grid = init_device_mesh(device.type, (config.data, config.expert), mesh_dim_names=("data", "expert"))
    blocks = [block for block in model.blocks if isinstance(block, Block)]
    for block in blocks:
        if config.expert > 1 and isinstance(block.ffn, MixtureOfExperts):
            _share_experts(block.ffn, grid["expert"])
            experts = _shard(block.ffn.experts, grid["data"], by_expert=False)
            # Tokens of all processes come to an expert, so its gradients are sums over `expert` already.
            experts.set_gradient_divide_factor(config.data * config.expert)
            # gloo knows no other; over one process, FSDP would divide once more.
            experts.set_force_sum_reduction_for_comms(config.data > 1)
        _shard(block, everyone)
    _shard(model, everyone)
    setattr(model, _EACH, config.reduce == "batch")
    if config.expert > 1:
        _prefetch(blocks)


def _share_experts(layer: MixtureOfExperts, mesh: DeviceMesh) -> None:
    """Leaves each process the experts that are its own: of parameters [E, …] the rows from r·E/R on."""
    for module in layer.experts.modules():
        for name, parameter in list(module.named_parameters(recurse=False)):
            own = parameter.detach().chunk(mesh.size())[mesh.get_local_rank()].clone()
            spread = DTensor.from_local(own, mesh, [Shard(0)], run_check=False)
            module.register_parameter(name, nn.Parameter(spread, requires_grad=parameter.requires_grad))
    layer.dispatch = AllToAll(mesh.get_group())


def _shard(module: nn.Module, mesh: DeviceMesh, by_expert: bool = True) -> FSDPModule:
    return fully_shard(
        module, mesh=mesh, mp_policy=_PRECISION, shard_placement_fn=_placement(mesh.size(), by_expert)
    )


def _placement(pieces: int, by_expert: bool) -> Callable[[nn.Parameter], Shard | None]:
    """Along which dimension a parameter is cut. The first, but for experts that cannot be dealt out evenly:
    some processes would have one more than others. (Or were dealt out before: each is cut then.)
    """

    def placement(parameter: nn.Parameter) -> Shard | None:
        if parameter.ndim < 3 or (by_expert and parameter.shape[0] % pieces == 0):
            return None
        if parameter.shape[1] % pieces == 0:
            return Shard(1)
        if by_expert:
            return None
        raise ConfigError(
            f"experts' matrices with {parameter.shape[1]} rows cannot be cut for data = {pieces} processes: "
            "choose a divisor of hidden_size, intermediate_size and, with adapters on experts, their rank"
        )

    return placement


def _prefetch(blocks: list[Block]) -> None:
    """Lets a layer be gathered while the one before it computes.

    FSDP does so by itself as long as the host runs ahead of the device; with experts on other processes it
    waits in every layer to hear how many tokens come.
    """
    for before, after in itertools.pairwise(blocks):
        _fsdp(before).set_modules_to_forward_prefetch([_fsdp(m) for m in (after, after.ffn.experts)])
        _fsdp(after).set_modules_to_backward_prefetch([_fsdp(m) for m in (before, before.ffn.experts)])


def _fsdp(module: object) -> FSDPModule:
    assert isinstance(module, FSDPModule)
    return module
