import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { Command } from 'commander';
import { nativeCacheFolder } from '../contenders/model/native-cache.ts';
import { monotonicClock, timerFacts } from '../latency/clock.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { type DoctorReport, formatDoctor } from './doctor-report.ts';
import { describeEnvironment } from './environment.ts';
import { measureNoise } from './machine-noise.ts';

export const doctorCommand: CommandModule = (io) =>
  new Command('doctor')
    .description('what this machine offers: backends, and why one is missing; timer resolution; noise')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const report = await examine(io);
      io.out(json === true ? `${JSON.stringify(report)}\n` : formatDoctor(report, io.outIsTerminal));
    });

async function examine(io: CommandIo): Promise<DoctorReport> {
  // Noise first: starting the backends leaves work behind that would count as noise.
  const noise = measureNoise(monotonicClock);
  const timer = timerFacts(monotonicClock);
  const { platform, arch } = process;
  const folder = nativeCacheFolder({ env: io.env, home: homedir(), platform, arch });
  return {
    environment: await describeEnvironment(io),
    nativeCache: { folder, exists: existsSync(folder) },
    timer,
    noise,
  };
}
