// swift-tools-version: 6.1
import PackageDescription

// MARK: - Packages of others

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let algorithms = Target.Dependency.product(name: "Algorithms", package: "swift-algorithms")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

#if os(macOS)
  /// Homebrew keeps libraries where the linker does not look by itself.
  let pangoPackage: String? = "pangocairo"
  /// The one of the system, which has no package.
  let expatPackage: String? = nil
#else
  let pangoPackage: String? = nil
  let expatPackage: String? = "expat"
#endif

// MARK: - Optimisation

/// What computes on fields and draws is optimised in debug builds, too, which would take minutes for
/// seconds' work. Such flags forbid others to depend on a version of this package, so they are left out where
/// it was checked out as a dependency.
let isDependency = Context.packageDirectory.contains("/checkouts/")
let optimised: [SwiftSetting] =
  isDependency
  ? []
  : [
    .unsafeFlags(
      ["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"], .when(configuration: .debug))
  ]

let package = Package(
  name: "reproduce-figure",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Losses", targets: ["Losses"]),
    .library(name: "Metrics", targets: ["Metrics"]),
    .library(name: "FieldFiles", targets: ["FieldFiles"]),
    .library(name: "LongRuns", targets: ["LongRuns"]),
    .library(name: "Experiments", targets: ["Experiments"]),
    .library(name: "Studies", targets: ["Studies"]),
    .library(name: "Plot", targets: ["Plot"]),
    .library(name: "Figures", targets: ["Figures"]),
    .executable(name: "reproduce-figure", targets: ["ReproduceFigure"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // For `swift package generate-documentation` alone: no target uses it, so that a package that
    // depends on this one does not even fetch it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // MARK: - Doors to C libraries
    .systemLibrary(
      name: "CCairo", pkgConfig: "cairo",
      providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    .systemLibrary(
      name: "CPango", pkgConfig: pangoPackage,
      providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CLibTIFF", pkgConfig: "libtiff-4",
      providers: [.apt(["libtiff-dev"]), .brew(["libtiff"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate",
      providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
    .systemLibrary(
      name: "CExpat", pkgConfig: expatPackage, providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CAllocator"),
    .target(name: "CPNG", dependencies: ["CLibPNG"]),
    .target(name: "CTIFF", dependencies: ["CLibTIFF"]),

    // MARK: - What all others stand on
    .target(name: "Texts"),
    .target(name: "Documents", dependencies: ["Processes", "Texts", yams]),
    .target(name: "Processes", dependencies: ["CAllocator"]),

    // MARK: - Libraries
    .target(
      name: "CKernels",
      cSettings: isDependency ? [] : [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
    .target(
      name: "Losses", dependencies: ["CKernels", "Texts", realModule], swiftSettings: optimised),
    .target(name: "Metrics", dependencies: ["Losses", "Texts"], swiftSettings: optimised),
    .target(
      name: "FieldFiles",
      dependencies: [
        "CDeflate", "CPNG", "CTIFF", "CZlib", "Documents", "Losses", "Processes", "Texts",
      ],
      swiftSettings: optimised),
    .target(name: "LongRuns", dependencies: ["CZlib", "Documents", "Processes"]),
    .target(
      name: "Experiments",
      dependencies: [
        "Documents", "FieldFiles", "Losses", "Metrics", "Processes", "Texts", algorithms,
        realModule,
      ], swiftSettings: optimised),
    .target(
      name: "Studies",
      dependencies: [
        "Documents", "Experiments", "FieldFiles", "Losses", "LongRuns", "Metrics", "Texts",
        algorithms, realModule,
      ],
      swiftSettings: optimised),
    .target(
      name: "Plot", dependencies: ["CCairo", "CDeflate", "CPango", algorithms],
      swiftSettings: optimised),
    .target(
      name: "Figures",
      dependencies: [
        "CExpat", "Documents", "Experiments", "Losses", "LongRuns", "Metrics", "Plot", "Studies",
        "Texts", algorithms, mustache,
      ], resources: [.embedInCode("Resources")]),

    // MARK: - Programs
    .executableTarget(
      name: "ReproduceFigure",
      dependencies: [
        "Documents", "Experiments", "FieldFiles", "Figures", "Losses", "LongRuns", "Metrics",
        "Plot", "Processes", "Studies", "Texts", argumentParser,
      ]),
    .executableTarget(
      name: "ReaderFuzz",
      dependencies: [
        "CZlib", "Documents", "Experiments", "FieldFiles", "Figures", "Losses", "LongRuns",
        "Studies",
        "Texts", argumentParser,
      ],
      path: "Tests/ReaderFuzz"),

    // MARK: - Tests
    .target(name: "TestSupport", dependencies: ["Losses"], path: "Tests/TestSupport"),
    .testTarget(
      name: "LossesTests", dependencies: ["Losses", "TestSupport"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "FieldFilesTests", dependencies: ["Documents", "FieldFiles", "Losses", "TestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "MetricsTests", dependencies: ["Losses", "Metrics"], resources: [.copy("Fixtures")]),
    .testTarget(name: "LongRunsTests", dependencies: ["Documents", "LongRuns", "TestSupport"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "CZlib", "Documents", "Experiments", "FieldFiles", "Losses", "Metrics", "Processes",
        "TestSupport", "Texts",
      ], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "StudiesTests",
      dependencies: [
        "Documents", "Experiments", "FieldFiles", "Losses", "LongRuns", "Metrics", "Studies",
        "TestSupport", "Texts",
      ],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "PlotTests", dependencies: ["CCairo", "CZlib", "Plot"]),
    .testTarget(
      name: "FiguresTests",
      dependencies: ["Documents", "Experiments", "Figures", "Plot", "Studies", "TestSupport"]),
    .testTarget(
      name: "ReproduceFigureTests",
      dependencies: [
        "Documents", "Experiments", "FieldFiles", "Losses", "Metrics", "ReproduceFigure", "Studies",
        "TestSupport", "Texts",
      ],
      exclude: ["Fixtures"]),

    // MARK: - Tests that take their time
    .testTarget(
      name: "ExhaustiveTests", dependencies: ["CKernels", "Losses", "TestSupport", realModule]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Documents", "Experiments", "Losses", "ReproduceFigure", "Studies", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
