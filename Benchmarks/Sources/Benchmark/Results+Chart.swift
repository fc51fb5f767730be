import Foundation
import Plot

extension Results {
  /// A bar for every job and peer: the least ratio over all sizes against its target, where the line
  /// at 1 stands.
  func chart() throws -> Data {
    var worst: [(title: String, peer: String, kind: Substring?, bar: Bar)] = []
    for row in rows {
      for peer in row.peers {
        let ratio = row.ratio(peer, to: row.seconds)
        let bar = Bar(
          name: "\(row.title) – \(peer.name)", value: ratio.map { $0 / peer.target },
          style: ratio.map { $0 >= peer.target } ?? true ? 1 : 2,
          note: ratio.map {
            String(format: "%.3g", $0) + "× at \(row.size), "
              + String(format: "target %g×", peer.target)
          } ?? "\(peer.name) is missing")
        guard
          let index = worst.firstIndex(where: { $0.title == row.title && $0.peer == peer.name })
        else {
          worst.append((row.title, peer.name, row.job.split(separator: " ").first, bar))
          continue
        }
        if let ratio = bar.value, ratio < worst[index].bar.value ?? .infinity {
          worst[index].bar = bar
        }
      }
    }
    let panel = BarPanel(
      x: Axis(
        "(peer time / our time) / target, at the size where it is least", scale: .logarithmic),
      bars: worst.map(\.bar), references: [ReferenceLine(.vertical, at: 1, name: "target")],
      groupStarts: worst.indices.dropFirst().filter { worst[$0].kind != worst[$0 - 1].kind })
    let figure = Figure(
      title: "Speed against the peers, usual build, two threads each", panels: [[.bars(panel)]],
      width: 200)
    return Data(try figure.svg())
  }
}
