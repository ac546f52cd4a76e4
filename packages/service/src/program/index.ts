export { type Program, runProgram } from './program.ts'
