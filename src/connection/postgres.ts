import { readFileSync } from 'node:fs'
import type { ConnectionOptions as TlsOptions } from 'node:tls'
import pg, { type Client, type ClientConfig } from 'pg'
import { RowhouseError } from '../errors/index.ts'
import { requestCancel } from './cancel.ts'
import { Connection } from './connection.ts'
import { translateConnectFailure } from './failures.ts'
import type { ServerSettings } from './settings.ts'
import type { StatementTypes } from './statement-types.ts'

/** Opens a connection to a server. Errors name the setting to look at. */
export async function openPostgres(settings: ServerSettings, types: StatementTypes): Promise<Connection> {
  try {
    return await open(clientConfig(settings, tlsOf(settings)), types)
  } catch (error) {
    if (settings.ssl !== 'prefer' || !offersNoTls(error)) throw translateConnectFailure(error, settings)
    return openPostgres({ ...settings, ssl: 'disable' }, types)
  }
}

/** Opens a session through any stream that speaks PostgreSQL's protocol. `discard` is the SQL that resets such a session. */
export async function open(config: ClientConfig, types: StatementTypes, discard = 'discard all'): Promise<Connection> {
  const client = new pg.Client(config)
  const reported = reportedSettings(client)
  client.on('error', ignore)
  await client.connect()
  client.off('error', ignore)
  const settings = sessionSettings(reported)
  // `discard all` refuses to share a text with other statements, which would be one transaction: one message each.
  const cancel = () => cancelOn(client, config)
  const connection = new Connection(client, types, {
    resetScripts: [discard, ...settings],
    requestCancel: cancel,
    takesCopy: config.stream === undefined,
  })
  for (const setting of settings) await connection.run(setting, [])
  return connection
}

// The embedded database runs in this very process: whoever could ask it to stop has to wait until it has.
async function cancelOn(client: Client, { stream, host = '', port = 5432, ssl }: ClientConfig): Promise<void> {
  const { processID, secretKey } = client as Client & { processID: number; secretKey: number }
  if (stream === undefined)
    await requestCancel({ host, port, ssl: typeof ssl === 'object' && ssl, processId: processID, secretKey })
}

// Until the connection is open every failure reaches connect() as well.
function ignore(): void {}

function clientConfig(settings: ServerSettings, ssl: TlsOptions | false): ClientConfig {
  return {
    host: settings.host,
    port: settings.port,
    database: settings.database,
    ...(settings.user !== undefined && { user: settings.user }),
    ...(settings.password !== undefined && { password: settings.password }),
    ssl,
    enableChannelBinding: settings.channelBinding,
    ...(settings.options !== undefined && { options: settings.options }),
    application_name: settings.applicationName,
    connectionTimeoutMillis: settings.connectTimeout,
    // A peer that vanished without a word is noticed within minutes, not hours.
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
  }
}

function tlsOf(settings: ServerSettings): TlsOptions | false {
  if (settings.ssl === 'disable') return false
  const ca = settings.sslRootCert === undefined ? {} : { ca: readCertificates(settings.sslRootCert, settings) }
  if (settings.ssl === 'verify-full') return ca
  // As libpq does it: verify-ca checks who signed the certificate and not for which host; prefer and require check nothing.
  if (settings.ssl === 'verify-ca') return { ...ca, checkServerIdentity: () => undefined }
  return { ...ca, rejectUnauthorized: false }
}

function readCertificates(file: string, { names }: ServerSettings): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new RowhouseError(
      'TLS_FAILED',
      `the certificate file ${file} cannot be read; correct sslrootcert in ${names.ssl}`,
      { cause },
    )
  }
}

function offersNoTls(error: unknown): boolean {
  return error instanceof Error && error.message.includes('does not support SSL')
}

// The server reports these settings when a session starts, so that looking at them costs no round trip.
function reportedSettings(client: Client): ReadonlyMap<string, string> {
  const reported = new Map<string, string>()
  const { connection } = client as Client & { connection: NodeJS.EventEmitter }
  connection.on('parameterStatus', (message: { parameterName: string; parameterValue: string }) => {
    reported.set(message.parameterName, message.parameterValue)
  })
  return reported
}

// The decoders read dates and intervals in PostgreSQL's default styles, whatever the role or the database has set.
function sessionSettings(reported: ReadonlyMap<string, string>): string[] {
  const wanted: string[] = []
  if (!(reported.get('DateStyle') ?? 'ISO').startsWith('ISO')) wanted.push(`set datestyle = 'ISO'`)
  if ((reported.get('IntervalStyle') ?? 'postgres') !== 'postgres') wanted.push(`set intervalstyle = 'postgres'`)
  return wanted
}
