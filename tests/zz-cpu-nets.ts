import { compile } from '/work/main/src-main/convert/index.ts';
import { ENGINES } from '/work/main/src-main/engines/index.ts';
import { goldenNets, goldenThresholds, loadGoldenNet, plainModule, relativeL2 } from '/work/main/tests/golden/harness/nets.ts';
const only = process.argv[2];
for (const name of goldenNets()) {
  if (only && !name.includes(only)) continue;
  const net = await loadGoldenNet(name);
  const {golden, batch, classes}=net;
  try {
  await using session = await ENGINES.cpu.prepare(compile(net.placed, net.choices, goldenThresholds(net)));
  const [fl] = await session.float(net.inputs, net.batch);
  const a = performance.now();
  const r = await session.run(net.inputs, net.batch, { steps: golden.T });
  const ms = performance.now() - a;
  const size = batch*classes;
  const ours=new Float64Array(size), theirs=new Float64Array(size);
  let worst=0, worstRate=0, sop=0, dense=0; const d:string[]=[];
  const known = new Set(r.counted.keys());
  for (let t=0;t<golden.T;t++){ for(let i=0;i<size;i++){ours[i]+=r.logits[0]![t*size+i]!;theirs[i]+=net.logits[t*size+i]!}
    const dd=relativeL2(ours,theirs); d.push(dd.toExponential(1)); worst=Math.max(worst,dd);
    for(const l of golden.layers){sop+=r.counted.get(plainModule(l.module,known))!.operations[t]!;dense+=l.dense_operations[t]!}
    worstRate=Math.max(worstRate,Math.abs(sop/dense/golden.firing_rate[t]!-1));
  }
  const bound=3*Math.max(...golden.float32_gap)+1e-3;
  console.log(name.padEnd(34), 'float', relativeL2(fl!,net.annLogits).toExponential(1), 'worst', worst.toExponential(2), 'bound', bound.toExponential(2), worst<=bound?'ok':'FAIL', 'rate', worstRate.toExponential(1), worstRate<=0.01?'ok':'FAIL', ms.toFixed(0)+'ms');
  if (only) { console.log(d.join(' ')); console.log(golden.float32_gap.map(x=>x.toExponential(1)).join(' '));
   for(const l of golden.layers){const o=r.counted.get(plainModule(l.module,known))!.operations; console.log(l.module, [...o].map((x,t)=>x-l.synaptic_operations[t]!).join(' '))}}
  } catch(e) { console.log(name, e); }
}
