using System.Reflection;

namespace Patron.Tests.Architecture;

/// <summary>A type and one that it uses. What a nested type uses, its outermost type uses; and so it is used.</summary>
internal readonly record struct TypeUse(Type User, Type Used);

/// <summary>
/// Which types the given ones use: bases, interfaces, generic arguments and constraints, attributes with their arguments,
/// signatures, locals, caught exceptions and every token of the code. Closures, local functions, iterators and async state
/// machines are nested types or methods and so belong to the type they are written in.
/// Constants are not seen: the compiler puts their value in place of their name.
/// </summary>
internal static class TypeUses
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IEnumerable<TypeUse> Of(IEnumerable<Type> types) =>
        types.SelectMany(type => Direct(type).SelectMany(Flatten).Select(used => new TypeUse(Outermost(type), Outermost(used))))
            .Where(use => use.User != use.Used)
            .Distinct();

    public static IEnumerable<MethodBase> Methods(Type type) => [.. type.GetMethods(All), .. type.GetConstructors(All)];

    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>The types that a constructed type is made of, itself as its definition.</summary>
    public static IEnumerable<Type> Flatten(Type? type) => type switch
    {
        null or { IsGenericParameter: true } => [],
        { HasElementType: true } => Flatten(type.GetElementType()),
        { IsFunctionPointer: true } => [.. Flatten(type.GetFunctionPointerReturnType()), .. type.GetFunctionPointerParameterTypes().SelectMany(Flatten)],
        { IsGenericType: true } => [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Flatten)],
        _ => [type],
    };

    private static IEnumerable<Type?> Direct(Type type) =>
    [
        type.BaseType,
        .. type.GetInterfaces(),
        .. Constraints(type.GetGenericArguments()),
        .. AttributeTypes(type),
        .. type.GetFields(All).SelectMany(field => AttributeTypes(field).Append(field.FieldType)),
        .. type.GetProperties(All).SelectMany(AttributeTypes),
        .. type.GetEvents(All).SelectMany(AttributeTypes),
        .. Methods(type).SelectMany(method => Signature(method).Concat(Body(method))),
    ];

    private static IEnumerable<Type?> Signature(MethodBase method) =>
    [
        .. AttributeTypes(method),
        .. method.GetParameters().SelectMany(parameter => AttributeTypes(parameter).Append(parameter.ParameterType)),
        .. method is MethodInfo { ReturnParameter: var result } ? AttributeTypes(result).Append(result.ParameterType) : [],
        .. method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : [],
    ];

    private static IEnumerable<Type?> Body(MethodBase method) => method.GetMethodBody() is not { } body ? [] :
    [
        .. body.LocalVariables.Select(local => local.LocalType),
        .. body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType),
        .. Instructions.Of(method).SelectMany(instruction => Named(instruction.Member)),
    ];

    private static IEnumerable<Type?> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType, field.FieldType],
        MethodBase method =>
        [
            method.DeclaringType,
            (method as MethodInfo)?.ReturnType,
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method.IsGenericMethod ? method.GetGenericArguments() : [],
        ],
        _ => throw new ArgumentException($"Code names a {member.MemberType}.", nameof(member)),
    };

    private static IEnumerable<Type?> Constraints(Type[] arguments) =>
        arguments.Where(argument => argument.IsGenericParameter)
            .SelectMany(parameter => parameter.GetGenericParameterConstraints().Concat(AttributeTypes(parameter)));

    private static IEnumerable<Type?> AttributeTypes(MemberInfo member) => member.GetCustomAttributesData().SelectMany(AttributeTypes);

    private static IEnumerable<Type?> AttributeTypes(ParameterInfo parameter) => parameter.GetCustomAttributesData().SelectMany(AttributeTypes);

    private static IEnumerable<Type?> AttributeTypes(CustomAttributeData attribute) =>
    [
        attribute.AttributeType,
        .. attribute.ConstructorArguments.SelectMany(ArgumentTypes),
        .. attribute.NamedArguments.SelectMany(argument => ArgumentTypes(argument.TypedValue)),
    ];

    private static IEnumerable<Type?> ArgumentTypes(CustomAttributeTypedArgument argument) => argument.Value switch
    {
        Type type => [argument.ArgumentType, type],
        IEnumerable<CustomAttributeTypedArgument> elements => [argument.ArgumentType, .. elements.SelectMany(ArgumentTypes)],
        _ => [argument.ArgumentType],
    };
}
