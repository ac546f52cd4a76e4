import { fileURLToPath } from 'node:url'
import { runProgram } from 'service/program'
import { buildApp } from './app.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))

runProgram({ title: 'CalisthenIQ', folder, port: 3000, page: '/api/exercises', buildApp })
