export type { Instruments, Meter, Tracer } from './api.ts'
export { toOpenTelemetry } from './to-open-telemetry.ts'
