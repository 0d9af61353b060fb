using System.Runtime.CompilerServices;

namespace Patron.Tests;

/// <summary>What holds for the process of the tests and for all that they start, before the first of them begins. A variable that is set already stays.</summary>
internal static class TestProcess
{
    /// <summary>Where files lie in memory, and what must be free there.</summary>
    private const string Memory = "/dev/shm";
    private const long Room = 4L << 30;

    [ModuleInitializer]
    internal static void Begin()
    {
        KeepFilesInMemory();
        // Programs that tests start live for seconds: what makes a long run faster, and what waits for a debugger and leaves its pipe when they are killed, only delays them.
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [("DOTNET_TieredPGO", "0"), ("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_EnableDiagnostics", "0")])
            if (Environment.GetEnvironmentVariable(name) is null) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>
    /// The files of tests live for seconds as well, and a database of PostgreSQL has several hundred: on a disk of ext4, which looks long for an entry
    /// that was not used lately, making and removing them took a fifth of all that the tests took.
    /// </summary>
    private static void KeepFilesInMemory()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("TMPDIR") is not null || !Directory.Exists(Memory) || new DriveInfo(Memory).AvailableFreeSpace < Room) return;
        // The server of PostgreSQL, which does not run as root, passes through it.
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Environment.SetEnvironmentVariable("TMPDIR", Directory.CreateDirectory(Path.Combine(Memory, $"patron-tests-{Environment.UserName}"), mode).FullName);
    }
}
