import * as echarts from 'echarts';
import { channelName, type LabelledRecording } from '../../../../src/telemetry/recording.ts';

/** One panel of the picture: what is drawn in it, and from where to where where that is fixed. */
interface Panel {
  readonly title: string;
  readonly channels: readonly string[];
  readonly scale: 'linear' | 'log';
  readonly max?: number;
}

const PANELS: readonly Panel[] = [
  { title: 'requests/s', channels: ['requests_per_second'], scale: 'linear' },
  { title: 'error ratio', channels: ['error_ratio', 'instance_error_spread'], scale: 'linear' },
  { title: 'latency, ms', channels: ['latency_p50_ms', 'latency_p95_ms', 'checkout_p95_ms'], scale: 'log' },
  { title: 'calls, ms', channels: ['db_call_ms', 'cache_call_ms', 'payment_call_ms'], scale: 'log' },
  {
    title: 'CPU, disk, cache',
    channels: ['cpu_busy_ratio', 'disk_free_ratio', 'cache_hit_ratio'],
    scale: 'linear',
    max: 1,
  },
  { title: 'memory, targets', channels: ['memory_ratio', 'targets_up_ratio'], scale: 'linear', max: 1.1 },
  {
    title: 'pool, transactions',
    channels: ['db_pool_in_use', 'db_pool_waiting', 'db_oldest_transaction_s'],
    scale: 'linear',
  },
];

const WIDTH = 1800;
const PANEL_HEIGHT = 130;
const GAP = 34;
const TOP = 92;
const LEFT = 90;
const COLOURS = ['#1f5fa8', '#c2571a', '#3d8a4e'];
const INCIDENT = 'rgba(200, 40, 40, 0.18)';
const BENIGN = 'rgba(60, 120, 60, 0.14)';

/** A recording's features over time; incidents shaded red, benign events green, each named above the first panel. */
export function overviewSvg({ recording, incidents, benign }: LabelledRecording): string {
  const height = TOP + PANELS.length * (PANEL_HEIGHT + GAP) + 20;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  const times = [...recording.timestampsMs];
  const [startMs, endMs] = [times[0]!, times.at(-1)!];
  const columns = new Map(recording.channels.map((channel, i) => [channelName(channel), recording.columns[i]!]));
  const shade = (
    events: readonly { startMs: number; endMs: number; kind: string }[],
    colour: string,
    named: boolean,
  ) => ({
    silent: true,
    itemStyle: { color: colour },
    label: { show: named, position: 'top', rotate: 38, align: 'left', fontSize: 11, color: '#333', distance: 4 },
    data: events.map(({ startMs, endMs, kind }) => [{ name: kind, xAxis: startMs }, { xAxis: endMs }]),
  });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    grid: PANELS.map((_, i) => ({ left: LEFT, right: 130, top: TOP + i * (PANEL_HEIGHT + GAP), height: PANEL_HEIGHT })),
    xAxis: PANELS.map((_, i) => ({
      type: 'time',
      gridIndex: i,
      min: startMs,
      max: endMs,
      axisLabel: {
        show: i === PANELS.length - 1,
        formatter: (ms: number) => `${Math.round((ms - startMs) / 60_000)} min`,
      },
    })),
    yAxis: PANELS.map(({ title, scale, max }, i) => ({
      type: scale === 'log' ? 'log' : 'value',
      gridIndex: i,
      name: title,
      nameLocation: 'middle',
      nameGap: 52,
      ...(max !== undefined && { max }),
      splitNumber: 3,
    })),
    series: PANELS.flatMap(({ channels, scale }, panel) => [
      ...channels.map((name, i) => ({
        name,
        type: 'line',
        xAxisIndex: panel,
        yAxisIndex: panel,
        showSymbol: false,
        lineStyle: { width: 1 },
        itemStyle: { color: COLOURS[i]! },
        endLabel: { show: true, formatter: name, fontSize: 10, color: COLOURS[i]! },
        labelLayout: { moveOverlap: 'shiftY' },
        data: times.map((ms, row) => [ms, drawn(columns.get(name)![row]!, scale)]),
        ...(i === 0 && { markArea: shade(incidents, INCIDENT, panel === 0) }),
      })),
      {
        type: 'line',
        xAxisIndex: panel,
        yAxisIndex: panel,
        data: [],
        markArea: shade(benign, BENIGN, panel === 0),
      },
    ]),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** Four digits are finer than a pixel; a logarithm has no zero. */
function drawn(value: number, scale: 'linear' | 'log'): number | null {
  if (Number.isNaN(value) || (scale === 'log' && value <= 0)) return null;
  return Number(value.toPrecision(4));
}
