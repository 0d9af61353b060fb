using Patron.Benchmarks;

// Each benchmark stands beside a limit measured in the same run, so that the ratio means the same on any machine.
Dictionary<string, Action> benchmarks = new(StringComparer.OrdinalIgnoreCase)
{
    ["base"] = BaseBenchmarks.Run,
    ["list"] = ListBench.Run,
    ["reading"] = ReadingBenchmarks.Run,
    ["million"] = () => MillionBenchmarks.Run().GetAwaiter().GetResult(),
    ["workbook"] = WorkbookBenchmarks.Run,
    ["waits"] = () => WaitBenchmarks.Run().GetAwaiter().GetResult(),
    ["serve"] = () => ServeBenchmarks.Run().GetAwaiter().GetResult(),
    ["start"] = () => StartBenchmarks.Run().GetAwaiter().GetResult(),
    ["decisions"] = () => DecisionBenchmarks.Run().GetAwaiter().GetResult(),
    ["decisions-million"] = () => DecisionBenchmarks.Million().GetAwaiter().GetResult(),
    ["import"] = () => ImportBenchmarks.Run().GetAwaiter().GetResult(),
    ["made"] = MadeFiles.Write,
    ["campaign"] = () => CampaignBenchmarks.Run().GetAwaiter().GetResult(),
    ["sales"] = () => SalesBenchmarks.Run().GetAwaiter().GetResult(),
    ["service"] = () => ServiceBenchmarks.Run().GetAwaiter().GetResult(),
    ["customers"] = () => CustomerBenchmarks.Run().GetAwaiter().GetResult(),
    ["many"] = () => CustomerBenchmarks.RunMany().GetAwaiter().GetResult(),
    ["link"] = LinkBenchmarks.Million,
    ["insights"] = () => InsightBenchmarks.Run().GetAwaiter().GetResult(),
    ["brain"] = BrainBenchmarks.Run,
    ["segments"] = SegmentBenchmarks.Run,
    ["link-hard"] = LinkBenchmarks.Hard,
    ["link-ten"] = LinkBenchmarks.TenMillion,
    ["day"] = () => DayBenchmarks.Run().GetAwaiter().GetResult(),
    ["send"] = () => SendBenchmarks.Run().GetAwaiter().GetResult(),
    ["send-kill"] = () => KillBenchmarks.Run().GetAwaiter().GetResult(),
    ["send-child"] = () => KillBenchmarks.Child().GetAwaiter().GetResult(),
    ["link-file"] = LinkBenchmarks.FromFile,
    ["link-file-ten"] = LinkBenchmarks.TenMillionFromFile,
    ["policy"] = () => PolicyBenchmarks.Run().GetAwaiter().GetResult(),
    ["import-full"] = () => ImportBenchmarks.Full().GetAwaiter().GetResult(),
};

foreach (var name in args.Length > 0 ? args : [.. benchmarks.Keys.Except(["made", "send-kill", "send-child", "link-ten", "link-file-ten", "decisions-million"])])
{
    if (!benchmarks.TryGetValue(name, out var benchmark))
    {
        Console.Error.WriteLine($"No benchmark {name}; there are: {string.Join(", ", benchmarks.Keys)}.");
        return 1;
    }
    benchmark();
}
return 0;
