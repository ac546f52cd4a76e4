/** The codes of the messages that a server sends while statements run, by their names in PostgreSQL's protocol. */
export const codes = {
  ParseComplete: 0x31,
  BindComplete: 0x32,
  CloseComplete: 0x33,
  NotificationResponse: 0x41,
  CommandComplete: 0x43,
  DataRow: 0x44,
  ErrorResponse: 0x45,
  CopyInResponse: 0x47,
  CopyOutResponse: 0x48,
  EmptyQueryResponse: 0x49,
  NoticeResponse: 0x4e,
  ParameterStatus: 0x53,
  RowDescription: 0x54,
  CopyBothResponse: 0x57,
  ReadyForQuery: 0x5a,
  CopyDone: 0x63,
  CopyData: 0x64,
  NoData: 0x6e,
  PortalSuspended: 0x73,
  ParameterDescription: 0x74,
} as const

/**
 * One message of the server, read where it lies in the bytes that arrived. There is one object for all messages of a connection:
 * what is to be kept must be read out before the next one comes.
 */
export class Message {
  code = 0
  bytes: Buffer = Buffer.alloc(0)
  /** Where reading goes on. */
  at = 0
  /** Behind the last byte of the body. */
  end = 0

  /** The next byte. */
  byte(): number {
    return this.bytes[this.at++]!
  }

  /** The next two bytes, as a signed number. */
  int16(): number {
    this.at += 2
    return this.bytes.readInt16BE(this.at - 2)
  }

  /** The next four bytes, as a number without a sign: an oid. */
  oid(): number {
    this.at += 4
    return this.bytes.readUInt32BE(this.at - 4)
  }

  /** The text up to the next zero byte. */
  text(): string {
    const start = this.at
    const zero = this.bytes.indexOf(0, start)
    this.at = zero + 1
    return this.bytes.toString('utf8', start, zero)
  }

  /** Passes over as many bytes. */
  skip(bytes: number): void {
    this.at += bytes
  }
}
