using System.Diagnostics;

namespace Patron.Tests.CommandLine;

/// <summary>What a command wrote, and how it ended.</summary>
internal sealed record Ended(int Exit, string Out, string Error);

/// <summary>The real program in processes of its own.</summary>
internal static class RealProgram
{
    public static async Task<Ended> Run(params string[] args)
    {
        using var process = Begin(args);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    public static Process Begin(params string[] args)
    {
        var bin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Patron", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Patron.dll"));
        var start = new ProcessStartInfo("dotnet", [bin, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // A server starts on four fifths of the processor's time without what pays off in hours only: heaps for each core, collecting beside the work, counting of calls.
        foreach (var setting in new[] { "gcServer", "gcConcurrent", "TieredPGO" }) start.Environment[$"DOTNET_{setting}"] = "0";
        return Process.Start(start)!;
    }
}
