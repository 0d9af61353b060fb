using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;

namespace Patron.Tests.Architecture;

/// <summary>How the types of a house are declared: closed for inheritance unless made for it, and hidden unless offered.</summary>
internal static class Shapes
{
    public static IEnumerable<string> NeitherSealedNorAbstract(IEnumerable<Type> types) =>
        types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && IsWritten(type))
            .Where(type => !IsComponent(type) && !IsProgram(type))
            .Select(type => type.FullName!);

    /// <summary>
    /// Public types that are neither contracts nor of the layer beneath the rooms (Kernel and Data, which contracts speak of), Razor components (the compiler makes them public), nor what
    /// routes and components have in their public signatures.
    /// </summary>
    public static IEnumerable<string> NeedlesslyPublic(House house)
    {
        var offered = new HashSet<Type>();
        foreach (var type in Handlers(house).SelectMany(Signature).Concat(house.Types.Where(IsComponent).SelectMany(Parameters))) Offer(type, offered);
        return house.Types.Where(type => type.IsVisible && IsWritten(type) && house.Room(type) is not (null or "Kernel" or "Data"))
            .Where(type => !house.IsContract(type) && !IsComponent(type) && !IsProgram(type) && !offered.Contains(type))
            .Select(type => type.FullName!);
    }

    /// <summary>Methods and lambdas that a method with a route builder makes delegates of: what it maps to routes.</summary>
    private static IEnumerable<MethodBase> Handlers(House house) => house.Types
        .SelectMany(TypeUses.Methods)
        .Where(method => method.GetParameters().Any(parameter => typeof(IEndpointRouteBuilder).IsAssignableFrom(parameter.ParameterType)))
        .SelectMany(Instructions.Of)
        .Where(instruction => instruction.Code == OpCodes.Ldftn || instruction.Code == OpCodes.Ldvirtftn)
        .Select(instruction => (MethodBase)instruction.Member);

    private static IEnumerable<Type> Signature(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType).Append(((MethodInfo)method).ReturnType);

    private static IEnumerable<Type> Parameters(Type component) => component.GetProperties().Select(property => property.PropertyType);

    private static void Offer(Type type, HashSet<Type> offered)
    {
        foreach (var part in TypeUses.Flatten(type).Where(part => part.Assembly.GetName().Name is { } name && !IsForeign(name) && offered.Add(part)))
        {
            if (part.BaseType is { } parent) Offer(parent, offered);
            foreach (var property in part.GetProperties()) Offer(property.PropertyType, offered);
        }
    }

    private static bool IsForeign(string assembly) => !assembly.StartsWith("Patron", StringComparison.Ordinal);

    private static bool IsComponent(Type type) => typeof(IComponent).IsAssignableFrom(type) || type.Name == "_Imports";

    // What the compiler makes of top-level statements, open and public for test hosts.
    private static bool IsProgram(Type type) => type.FullName == "Program";

    private static bool IsWritten(Type type) =>
        type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) != true && type.Namespace?.StartsWith("System.", StringComparison.Ordinal) != true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && !type.FullName!.Contains('<', StringComparison.Ordinal);
}
