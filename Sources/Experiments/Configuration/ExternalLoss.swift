import Documents
import Texts

/// A loss that a process computes: it is asked on its standard input and answers on its standard output.
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

extension ExternalLoss {
  /// The loss among settings of losses: it has no parameters.
  package var setting: LossSetting { LossSetting(id: name, parameters: [:], varied: []) }
}

extension [ExternalLoss] {
  /// Checks names and time-outs.
  ///
  /// - Parameter taken: what names other curves.
  /// - Throws: ``ConfigurationError``.
  package func validate(besides taken: [String]) throws(ConfigurationError) {
    var taken = Set(taken)
    for loss in self {
      try ConfigurationError.requireName("of an external loss", loss.name)
      guard taken.insert(loss.name).inserted else { throw .duplicateName(loss.name) }
      guard (1e-3...86_400).contains(loss.timeout) else {
        throw .outOfRange(
          "the time-out of \(loss.name)", value: "\(loss.timeout)",
          expected: "a value in [0.001, 86400.0]")
      }
    }
  }
}

extension ConfigurationError {
  /// - Parameter what: whose name it is, as `of an object`.
  /// - Throws: ``outOfRange(_:value:expected:)``.
  static func requireName(_ what: String, _ name: String) throws(ConfigurationError) {
    guard !name.isEmpty else {
      throw .outOfRange("the name \(what)", value: "empty", expected: "a name")
    }
    guard isName(name) else {
      throw .outOfRange(
        "the name \(what)", value: "'\(printable(name))'",
        expected: "one line of characters that can be seen")
    }
  }
}
