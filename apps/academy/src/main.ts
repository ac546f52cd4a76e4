import { fileURLToPath } from 'node:url'
import { runProgram } from 'service/program'
import { buildApp } from './app.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))

runProgram({ title: 'Academy', folder, port: 3001, page: '/api/lessons', buildApp })
