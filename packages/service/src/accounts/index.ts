export {
  type Authenticate,
  clearTokenCookie,
  createAuthentication,
  type FindAccount,
  setTokenCookie,
  tokenOf,
} from './authentication.ts'
export { hashPassword, verifyPassword } from './passwords.ts'
export { hashToken, newToken } from './tokens.ts'
