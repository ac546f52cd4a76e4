import { displayName } from '../../catalog/index.ts'
import type { Step } from './step.ts'

const last = Number.POSITIVE_INFINITY

interface Section {
  readonly name: string | undefined
  readonly steps: Step[]
}

/**
 * The steps in sections for a reader: each table with its indexes, triggers, policies, comments and privileges. What needs
 * something of a later section, such as a foreign key, stands at the end.
 */
export function sectionsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const sections: Section[] = []
  const rest: Step[] = []
  const places = new Map<string, number>()
  for (const step of steps) {
    const name = step.relation === undefined ? undefined : displayName(step.relation)
    const home = homeOf(sections, name)
    const needed = Math.max(0, ...step.needs.map((key) => places.get(key) ?? 0))
    const place = needed > home ? last : home
    if (place === sections.length) sections.push({ name, steps: [] })
    const section = sections[place]?.steps ?? rest
    section.push(step)
    for (const { key } of step.makes) places.set(key, place)
  }
  return [...sections.map((section) => section.steps), rest].filter(({ length }) => length > 0)
}

/** The place of a relation's section; of a new one where there is none, or for what is about no relation. */
function homeOf(sections: readonly Section[], name: string | undefined): number {
  const found = name === undefined ? -1 : sections.findIndex((section) => section.name === name)
  return found === -1 ? sections.length : found
}
