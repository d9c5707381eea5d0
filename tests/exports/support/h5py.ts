/**
 * NIR files as h5py reads them (Debian: python3-h5py), against the published layout of NIR 1.0 and the rules that all of its readers can live
 * with.
 */
import { spawnSync } from 'node:child_process';

const SCRIPT = String.raw`
import re, sys, h5py, numpy as np

FIELDS = {
    'Input': ['shape'], 'Output': ['shape'], 'Affine': ['bias', 'weight'], 'Linear': ['weight'],
    'Conv1d': ['bias', 'dilation', 'groups', 'input_shape', 'padding', 'stride', 'weight'],
    'Conv2d': ['bias', 'dilation', 'groups', 'input_shape', 'padding', 'stride', 'weight'],
    'SumPool2d': ['kernel_size', 'padding', 'stride'], 'AvgPool2d': ['kernel_size', 'padding', 'stride'],
    'Flatten': ['end_dim', 'input_type', 'start_dim'], 'IF': ['r', 'v_threshold'],
    'LIF': ['r', 'tau', 'v_leak', 'v_threshold'],
}
FLOATS = {'weight', 'bias', 'r', 'tau', 'v_leak', 'v_threshold'}

def text(dataset, name):
    info = h5py.check_string_dtype(dataset.dtype)
    yield from () if info and info.encoding == 'utf-8' and info.length is None else [name + ' is no utf-8 string of variable length']

def conv(size, kernel, stride, padding, dilation):
    return int(np.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1))

def output(kind, node, shape):
    get = lambda field: node[field][()]
    if kind in ('Input', 'Output'):
        return list(get('shape'))
    if kind in ('Affine', 'Linear'):
        assert list(shape) == [node['weight'].shape[1]], 'weight'
        return [node['weight'].shape[0]]
    if kind.startswith('Conv'):
        axes = len(shape) - 1
        assert shape[0] == node['weight'].shape[1] and list(np.atleast_1d(get('input_shape'))) == list(shape[1:]), 'input_shape'
        sizes = [np.broadcast_to(get(f), axes) for f in ('stride', 'padding', 'dilation')]
        # One side of the kernel for all axes, as NIR infers it.
        return [node['weight'].shape[0]] + [conv(shape[i + 1], node['weight'].shape[2], *(s[i] for s in sizes)) for i in range(axes)]
    if kind.endswith('Pool2d'):
        sizes = [get(f) for f in ('kernel_size', 'stride', 'padding')]
        return [shape[0]] + [conv(shape[i + 1], *(s[i] for s in sizes), 1) for i in range(2)]
    if kind == 'Flatten':
        assert list(get('input_type')) == list(shape), 'input_type'
        start, end = int(get('start_dim')), int(get('end_dim'))
        assert end == -1, 'end_dim'
        return [*shape[:start], int(np.prod(shape[start:]))] if start != 0 else [int(np.prod(shape))]
    return list(shape)

def problems(path):
    file = h5py.File(path, 'r')
    data = open(path, 'rb').read(9)
    if data[8] != 0: yield 'superblock %d' % data[8]
    if sorted(file) != ['node', 'version']: yield 'root: ' + ', '.join(file)
    yield from text(file['version'], 'version')
    everything = []
    file.visititems(lambda name, entry: everything.append((name, entry)))
    for name, entry in [('/', file), *everything]:
        if len(entry.attrs): yield name + ' has attributes'
        if isinstance(entry, h5py.Dataset) and (entry.chunks or entry.compression): yield name + ' is not in one piece'
    root = file['node']
    if not set(root) <= {'type', 'edges', 'nodes', 'metadata'}: yield 'node: ' + ', '.join(root)
    if root['type'].asstr()[()] != 'NIRGraph': yield 'type'
    yield from text(root['type'], 'type')
    yield from text(root['edges'], 'edges')
    nodes, edges = root['nodes'], [tuple(edge) for edge in root['edges'].asstr()[()]]
    if len(set(edges)) != len(edges): yield 'an edge twice'
    if any(name not in nodes for edge in edges for name in edge): yield 'an edge to nowhere'
    kinds, shapes = {}, {}
    for name, node in nodes.items():
        kinds[name] = kind = node['type'].asstr()[()]
        yield from text(node['type'], name)
        if not re.fullmatch('[a-z][a-z0-9_]*', name): yield 'the name ' + name
        if kind not in FIELDS: yield name + ' has the type ' + kind; continue
        if sorted(node) != sorted(['type', *FIELDS[kind]]): yield name + ' has the fields ' + ', '.join(node); continue
        for field in FIELDS[kind]:
            wanted = np.float32 if field in FLOATS else np.int64
            if node[field].dtype != wanted: yield '%s.%s is %s' % (name, field, node[field].dtype)
            if not np.all(np.isfinite(node[field][()])): yield '%s.%s is not finite' % (name, field)
        if kind.startswith('Conv'):
            if node['groups'][()] != 1: yield name + ' has groups'
            if len(set(node['weight'].shape[2:])) != 1: yield name + ' is not square'
        if kind in ('IF', 'LIF') and len({node[f].shape for f in FIELDS[kind]}) != 1: yield name + ': shapes of parameters'
    for kind, name in (('Input', 'input'), ('Output', 'output')):
        if [n for n, k in kinds.items() if k == kind] != [name]: yield 'nodes of type ' + kind
    def shape_of(name):
        if name not in shapes:
            shapes[name] = None
            sources = [shape_of(a) for a, b in edges if b == name]
            assert kinds[name] == 'Input' or sources, name + ' reads nothing'
            assert all(one == sources[0] for one in sources), name + ' reads different shapes'
            shapes[name] = [int(size) for size in output(kinds[name], nodes[name], sources[0] if sources else None)]
            if kinds[name] == 'Output': assert shapes[name] == sources[0], 'shape of the output'
            if kinds[name] in ('IF', 'LIF'): assert list(nodes[name]['r'].shape) == sources[0], 'shape of ' + name
        return shapes[name]
    for name in nodes:
        try:
            shape_of(name)
        except Exception as error:
            yield '%s: %s' % (name, error)

for path in sys.stdin.read().split('\n'):
    for problem in problems(path):
        print(path + ': ' + problem)
`;

const PYTHON = '/usr/bin/python3';
const probe = spawnSync(PYTHON, ['-c', 'import h5py'], { encoding: 'utf8' });

/** Why h5py cannot be used on this machine; null if it can. */
export const noH5py: string | null =
  probe.status === 0 ? null : 'python3 has no package h5py; on Debian, apt-get install python3-h5py';

/** What is wrong with NIR files: a line for each problem. */
export function checkWithH5py(files: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', SCRIPT], { input: files.join('\n'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`h5py: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
