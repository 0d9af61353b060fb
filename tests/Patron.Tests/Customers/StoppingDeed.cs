using Microsoft.Extensions.DependencyInjection;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Tests.Customers;

/// <summary>Does nothing to customers but note them, and breaks off when told to; parts that were rolled back are not noted.</summary>
internal sealed class StoppingDeed : IManyDeed
{
    private int part;

    public string Kind => "test.stopping";
    public int BreakAt { get; set; } = -1;
    public List<CustomerId> Seen { get; } = [];

    /// <summary>Each part waits for it.</summary>
    public TaskCompletionSource? Hold { get; set; }
    public TaskCompletionSource Reached { get; } = new();

    public async Task<int> Do(BulkSession session, ChangeRecorder changes, string arguments, IReadOnlyList<CustomerId> customers, UserId? by, CancellationToken ct)
    {
        Reached.TrySetResult();
        if (Hold is not null) await Hold.Task.WaitAsync(ct);
        if (part == BreakAt) throw new IOException("disk");
        part++;
        Seen.AddRange(customers);
        return customers.Count;
    }

    public Task<string> Title(string arguments, Sentences sentences, CancellationToken ct) => Task.FromResult("Stopping");

    public string Done(string arguments, long changed, Sentences sentences) => $"{changed}";
}

internal static class StoppingDeedServices
{
    public static IServiceCollection AddStopping(this IServiceCollection services) =>
        services.AddSingleton<StoppingDeed>().AddSingleton<IManyDeed>(p => p.GetRequiredService<StoppingDeed>());
}
