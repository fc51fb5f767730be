import Documents

/// A loss that a process computes: it is given file names on its standard input and answers numbers.
public struct ExternalLoss: Hashable, Sendable {
  /// What names the curve.
  public var name: String
  /// The command line, run by the shell.
  public var command: String
  /// Seconds to wait for one answer, in (0, 86400].
  public var timeout = 60.0

  /// Names a command.
  public init(name: String, command: String, timeout: Double = 60) {
    self.name = name
    self.command = command
    self.timeout = timeout
  }
}

extension ExternalLoss: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, command, timeout }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      command: try container.decode(String.self, forKey: .command),
      timeout: try container.decode(.timeout, default: 60))
  }
}
