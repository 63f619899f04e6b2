"""The eager interpreter: conversion, kernel choice, the concrete tensor."""
