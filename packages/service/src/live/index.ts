export { type EventStream, openEventStream, type StreamedEvent } from './event-stream.ts'
export { type LiveEvent, openTopics, type Topics } from './topics.ts'
