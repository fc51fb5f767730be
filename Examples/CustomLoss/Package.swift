// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "CustomLoss",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "reproduce-figure", path: "../..")],
  targets: [
    .executableTarget(
      name: "CustomLoss",
      dependencies: [
        .product(name: "Losses", package: "reproduce-figure"),
        .product(name: "Experiments", package: "reproduce-figure"),
        .product(name: "Studies", package: "reproduce-figure"),
        .product(name: "LongRuns", package: "reproduce-figure"),
        .product(name: "Figures", package: "reproduce-figure"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
