import ArgumentParser
import Documents
import Experiments
import Foundation
import Losses

/// Answers requests for a loss, as an external loss does.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Computes a loss for another program, values and gradients.",
    discussion: """
      Speaks version 2 of the protocol of external losses (docs/external-losses.md) as the process that \
      computes: it waits for a first line, introduces itself, and answers a line for each request, with \
      arrays in a file that both sides know. With --activation it takes what a network puts out.
      """)

  @OptionGroup(title: "Classes and batches") var classes: ClassValueOptions
  @OptionGroup(title: "How overlap losses are written") var overlap: OverlapOptions
  @OptionGroup var losses: LossOptions

  @Option(help: "What makes probabilities of predictions; none where they are probabilities.")
  var activation: Activation = .none

  func run() throws {
    try reportingErrors {
      let settings = try losses.selections(standard: []).flatMap(\.settings)
      guard settings.count == 1 else {
        throw ValidationError("--losses names \(settings.count) losses; expected one")
      }
      let loss = try overlap.loss(settings[0])
      let key = settings[0].key
      let classes = classes
      var service = LossService(
        .init(loss: loss, reduction: try classes.reduction(), activation: activation) { relation in
          try classes.written(loss.overClasses(relation), key)
        })
      guard readLine() != nil else { return }
      try answer(service.handshake(name: key))
      while let line = readLine() {
        if let reply = try service.answer(to: line) { try answer(reply) }
      }
    }
  }

  private func answer(_ message: some Encodable) throws {
    try StandardOutput.write(String(decoding: try JSON.line(message), as: UTF8.self))
  }
}
