import Experiments
import Texts

/// What one loss and one metric say of many predictions, and the pairs on which they disagree most.
package protocol DiscordantScatter {
  associatedtype Point: JudgedPoint
  /// Key of the loss.
  var loss: String { get }
  /// Identifier of the metric.
  var metric: String { get }
  var points: [Point] { get }
  /// The worst discordant pairs, the worst first, as indices of ``points``; of each the one that the
  /// loss prefers is the first.
  var worst: [[Int]] { get }
  /// The truth and the two masks of the worst pair; empty where they are not to be had.
  var masks: [EncodedMask] { get }
}

/// What a loss and a metric say of a prediction.
package protocol JudgedPoint {
  var metric: Double { get }
  var loss: Double { get }
  /// Which prediction it is.
  var place: String { get }
}

extension DiscordantScatter {
  /// The worst pair in words, as lines of a report; none where no pair is discordant.
  var worstPairLines: [String] {
    guard let pair = worst.first else { return [] }
    let (preferred, better) = (points[pair[0]], points[pair[1]])
    return [
      "The worst pair: the loss prefers A, \(preferred.place) (loss \(fourDigits(preferred.loss)), "
        + "\(metric) \(fourDigits(preferred.metric))), to B, \(better.place) (loss "
        + "\(fourDigits(better.loss)), \(metric) \(fourDigits(better.metric))).", "",
    ]
  }
}
